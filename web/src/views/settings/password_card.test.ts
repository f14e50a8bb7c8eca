import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick } from 'vue';
import { i18n, useLanguage } from '@/i18n';
import PasswordCard from './PasswordCard.vue';

const api = vi.hoisted(() => ({ changePassword: vi.fn() }));
vi.mock('@/api/profile', () => api);

const at = (name: string): HTMLInputElement => document.querySelector(`[data-testid="${name}"]`) as HTMLInputElement;
const problems = (): (string | null)[] =>
  [...document.querySelectorAll('[data-testid="field-problem"]')].map(({ textContent }) => textContent);
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await nextTick();
}

describe('the first password (R006)', () => {
  const done = vi.fn();
  beforeEach(async () => {
    setActivePinia(createPinia());
    [api.changePassword, done].forEach((one) => one.mockReset());
    await useLanguage('zh-CN');
    document.body.innerHTML = '<div id="here"></div>';
    createApp(PasswordCard, { bare: true, onDone: done }).use(i18n).mount('#here');
  });
  async function send(): Promise<void> {
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
  }
  async function type(name: string, text: string): Promise<void> {
    at(name).value = text;
    at(name).dispatchEvent(new Event('input'));
    await nextTick();
  }

  it('is asked for in our own words, and the first field that is wrong has the focus', async () => {
    expect(document.querySelector('form')?.hasAttribute('novalidate')).toBe(true);
    expect(at('change-password').disabled).toBe(false);
    await send();
    expect(problems()).toEqual(['请填写这一项', '至少 6 位，同时有字母和数字']);
    expect(document.activeElement).toBe(at('old-password'));
    await type('old-password', 'Given-1234');
    await type('new-password', 'Mine-12345');
    await send();
    expect(document.activeElement).toBe(at('again-password'));
    expect(api.changePassword).not.toHaveBeenCalled();
  });

  it('is sent once, however often that is asked for', async () => {
    let answer = (): void => undefined;
    api.changePassword.mockReturnValue(new Promise<void>((resolve) => (answer = resolve)));
    await type('old-password', 'Given-1234');
    await type('new-password', 'Mine-12345');
    await type('again-password', 'Mine-12345');
    await send();
    await send();
    expect(api.changePassword).toHaveBeenCalledTimes(1);
    answer();
    await settle();
    expect(done).toHaveBeenCalledTimes(1);
  });
});
