import { createPinia, setActivePinia } from 'pinia';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick } from 'vue';
import { ApiError } from '@/api/errors';
import { i18n, useLanguage } from '@/i18n';
import { avatarFault } from './avatar_file';

const changePassword = vi.hoisted(() => vi.fn());
vi.mock('@/api/profile', () => ({ changePassword }));

describe('a picture (R013)', () => {
  it('is jpg or png, of one megabyte at most', () => {
    expect(avatarFault({ type: 'image/png', size: 1024 * 1024 })).toBe('');
    expect(avatarFault({ type: 'image/jpeg', size: 10 })).toBe('');
    expect(avatarFault({ type: 'image/gif', size: 10 })).toBe('type');
    expect(avatarFault({ type: 'image/png', size: 1024 * 1024 + 1 })).toBe('size');
  });
});

describe('one’s own password (R008, R009)', () => {
  beforeAll(() => import('./PasswordCard.vue'), 60_000);
  beforeEach(async () => {
    setActivePinia(createPinia());
    changePassword.mockReset();
    await useLanguage('zh-CN');
    const { default: PasswordCard } = await import('./PasswordCard.vue');
    document.body.innerHTML = '<div id="here"></div>';
    createApp(PasswordCard).use(i18n).mount('#here');
  });
  const field = (name: string): HTMLInputElement =>
    document.querySelector(`[data-testid="${name}-password"]`) as HTMLInputElement;
  async function submit(before: string, after: string, again: string): Promise<string> {
    for (const [name, value] of Object.entries({ old: before, new: after, again })) {
      field(name).value = value;
      field(name).dispatchEvent(new Event('input'));
    }
    await nextTick();
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve, 0));
    return [...document.querySelectorAll('[role="alert"]')].map((each) => each.textContent).join(' ');
  }

  it('is asked for twice, and follows the rule, before the server is asked', async () => {
    expect(await submit('old', 'abcdef', 'abcdef')).toContain('字母和数字');
    expect(await submit('old', 'abc123', 'abc124')).toContain('不一样');
    expect(changePassword).not.toHaveBeenCalled();
    changePassword.mockResolvedValue(undefined);
    expect(await submit('old', 'abc123', 'abc123')).toBe('');
    expect(changePassword).toHaveBeenCalledWith('old', 'abc123');
    expect(field('new').value).toBe('');
  });

  it('says of the new one what is wrong with it (R006)', async () => {
    const fields = [{ field: 'new_password', code: 'password.same', message: '不能相同' }];
    changePassword.mockRejectedValue(new ApiError(400, 'password.same', 'no', '', fields));
    expect(await submit('given1', 'given1', 'given1')).toContain('不能相同');
    expect(document.querySelector('[data-wrong="true"] input')).toBe(field('new'));
  });

  it('says at its field that the old one is wrong, and keeps what was typed', async () => {
    changePassword.mockRejectedValue(new ApiError(403, 'password.wrong', 'no'));
    expect(await submit('nope', 'abc123', 'abc123')).toContain('原密码不对');
    expect(field('new').value).toBe('abc123');
  });
});
