import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { fieldsOf, useSignIn } from './use_sign_in';

const api = vi.hoisted(() => ({ signIn: vi.fn(), signInBySms: vi.fn(), fetchMe: vi.fn(), signOut: vi.fn() }));
vi.mock('@/api/sessions', () => api);
const replace = vi.hoisted(() => vi.fn());
vi.mock('vue-router', () => ({ useRoute: () => ({ query: {} }), useRouter: () => ({ replace }) }));

const typed = { tenant: ' demo ', account: '10001', password: ' secret ', mobile: '139 1234 0001' };

describe('signing in', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    localStorage.clear();
    [...Object.values(api), replace].forEach((one) => one.mockReset());
    api.fetchMe.mockResolvedValue({ number: '10001' });
  });

  it('asks for what is missing, in its order, before the server is asked', async () => {
    const state = useSignIn();
    expect(await state.submit()).toBe('tenant');
    Object.assign(state.form, typed, { password: '' });
    expect(await state.submit()).toBe('password');
    state.choose('sms');
    expect(await state.submit()).toBe('sms_code');
    expect(fieldsOf('sms', true)).toEqual(['code']);
    expect(api.signIn).not.toHaveBeenCalled();
  });

  it('asks for the second factor when the first was right, and sends both (B19)', async () => {
    const state = useSignIn();
    Object.assign(state.form, typed);
    api.signIn.mockRejectedValueOnce(new ApiError(401, 'session.code_needed', 'code'));
    expect(await state.submit()).toBe('code');
    expect(state.problem.value).toBeNull();
    expect(state.asksCode.value).toBe(true);
    state.form.code = ' 123456 ';
    api.signIn.mockRejectedValueOnce(new ApiError(401, 'session.wrong_code', 'wrong'));
    expect(await state.submit()).toBe('code');
    expect(state.problem.value).toEqual({ text: 'wrong' });
    api.signIn.mockResolvedValue({});
    expect(await state.submit()).toBeNull();
    expect(api.signIn).toHaveBeenLastCalledWith({
      tenant: 'demo',
      account: '10001',
      password: ' secret ',
      code: '123456',
    });
    expect(replace).toHaveBeenCalledWith('/desk');
  });

  it('goes by SMS, and back to the code by SMS when that has had its time (R003)', async () => {
    const state = useSignIn();
    Object.assign(state.form, typed, { sms_code: '111111' });
    state.choose('sms');
    api.signInBySms.mockRejectedValueOnce(new ApiError(401, 'session.code_needed', 'code'));
    await state.submit();
    expect(api.signInBySms).toHaveBeenCalledWith({
      tenant: 'demo',
      mobile: '139 1234 0001',
      sms_code: '111111',
      code: null,
    });
    state.form.code = '123456';
    api.signInBySms.mockRejectedValueOnce(new ApiError(401, 'session.wrong_sms_code', 'late'));
    expect(await state.submit()).toBe('sms_code');
    expect(state.asksCode.value).toBe(false);
  });

  it('remembers the account only if that is wanted, and never the password (R005)', async () => {
    api.signIn.mockResolvedValue({});
    const state = useSignIn();
    expect(state.remembers.value).toBe(false);
    Object.assign(state.form, typed);
    await state.submit();
    expect(localStorage.length).toBe(0);
    state.remembers.value = true;
    await state.submit();
    const again = useSignIn();
    expect(again.remembers.value).toBe(true);
    expect({ ...again.form }).toMatchObject({ tenant: 'demo', account: '10001', password: '' });
    again.form.password = 'secret';
    again.remembers.value = false;
    await again.submit();
    expect(useSignIn().form.account).toBe('');
  });
});
