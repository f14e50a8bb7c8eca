import { createPinia, setActivePinia } from 'pinia';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick } from 'vue';
import { ApiError } from '@/api/errors';
import { i18n, useLanguage } from '@/i18n';
import { qrPath } from './qr_path';

const api = vi.hoisted(() => ({ beginTwoFactor: vi.fn(), confirmTwoFactor: vi.fn() }));
vi.mock('@/api/two_factor', () => api);

const uri = 'otpauth://totp/Yinghe%20demo:10001?secret=GEZDGNBVGY3TQOJQ&issuer=Yinghe%20demo';

describe('a QR code', () => {
  it('is one path of squares, another for another text', () => {
    const { size, path } = qrPath(uri);
    expect(size).toBeGreaterThanOrEqual(25);
    expect(path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
    expect(qrPath(`${uri}1`).path).not.toBe(path);
    // Around it is light: scanners look for that.
    expect(path).not.toMatch(/M[01] \d|M\d+ [01]h/);
  });
});

describe('setting the second factor up (B19)', () => {
  beforeAll(() => import('./TwoFactorSetUp.vue'), 60_000);
  const done = vi.fn();
  beforeEach(async () => {
    setActivePinia(createPinia());
    done.mockReset();
    Object.values(api).forEach((one) => one.mockReset());
    await useLanguage('zh-CN');
    const { default: TwoFactorSetUp } = await import('./TwoFactorSetUp.vue');
    document.body.innerHTML = '<div id="here"></div>';
    createApp(TwoFactorSetUp, { onDone: done }).use(i18n).mount('#here');
  });
  const at = (name: string): HTMLInputElement | null => document.querySelector(`[data-testid="${name}"]`);
  async function type(name: string, text: string): Promise<void> {
    const field = at(name) as HTMLInputElement;
    field.value = text;
    field.dispatchEvent(new Event('input'));
    await nextTick();
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  it('asks for the password, shows the picture, tries a code, and ends when the recovery codes are kept', async () => {
    api.beginTwoFactor.mockResolvedValue({ secret: 'GEZDGNBVGY3TQOJQ', uri });
    api.confirmTwoFactor.mockResolvedValue(['aaaaa-bbbbb', 'ccccc-ddddd']);
    await type('two-factor-password', 'mine-123');
    expect(api.beginTwoFactor).toHaveBeenCalledWith('mine-123');
    expect(at('two-factor-picture')).not.toBeNull();
    expect(at('two-factor-secret')?.textContent?.replace(/\s/g, '')).toBe('GEZDGNBVGY3TQOJQ');
    await type('two-factor-code', '123456');
    expect(api.confirmTwoFactor).toHaveBeenCalledWith('123456');
    expect(document.querySelectorAll('[data-testid="recovery-code"]').length).toBe(2);
    expect(done).not.toHaveBeenCalled();
    at('recovery-kept')?.click();
    expect(done).toHaveBeenCalled();
  });

  it('says what is wrong where it is wrong, and keeps the picture', async () => {
    api.beginTwoFactor.mockRejectedValueOnce(new ApiError(403, 'password.wrong', '旧密码不正确'));
    await type('two-factor-password', 'nope');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('密码不对');
    api.beginTwoFactor.mockResolvedValue({ secret: 'GEZDGNBVGY3TQOJQ', uri });
    await type('two-factor-password', 'mine-123');
    api.confirmTwoFactor.mockRejectedValue(new ApiError(400, 'two_factor.wrong_code', '验证码不正确'));
    await type('two-factor-code', '000000');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('验证码不正确');
    expect(at('two-factor-picture')).not.toBeNull();
  });
});
