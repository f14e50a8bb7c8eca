import { describe, expect, it } from 'vitest';
import { ApiError } from '@/api/errors';
import { signInSentence } from './sentences';

describe('what the sign-in page says', () => {
  it('names the minutes until a locked account opens, rounded up', () => {
    const locked = (seconds: number): ApiError =>
      Object.assign(new ApiError(423, 'account.locked', 'locked'), { retryAfterS: seconds });
    expect(signInSentence(locked(899))).toEqual({ key: 'sign_in.error.locked', values: { minutes: 15 } });
    expect(signInSentence(locked(61))).toEqual({ key: 'sign_in.error.locked', values: { minutes: 2 } });
    expect(signInSentence(locked(1))).toEqual({ key: 'sign_in.error.locked', values: { minutes: 1 } });
    expect(signInSentence(locked(0))).toEqual({ text: 'locked' });
  });

  it('has a sentence of its own for a wrong password, and the server’s for everything else (R003, B19)', () => {
    const said = (status: number, code: string): unknown => signInSentence(new ApiError(status, code, 'said'));
    expect(said(401, 'session.wrong_credentials')).toEqual({ key: 'sign_in.error.wrong' });
    expect(said(401, 'session.wrong_code')).toEqual({ text: 'said' });
    expect(said(401, 'session.wrong_sms_code')).toEqual({ text: 'said' });
    expect(said(403, 'session.address_refused')).toEqual({ text: 'said' });
    expect(said(429, 'session.code_too_soon')).toEqual({ text: 'said' });
    expect(said(429, 'session.too_often')).toEqual({ key: 'sign_in.error.too_often' });
  });

  it('names the request when the server had a problem, if it has a number', () => {
    const numbered = new ApiError(503, 'storage.unavailable', 'said', 'r-0042');
    expect(signInSentence(numbered)).toEqual({ key: 'sign_in.error.trouble_numbered', values: { id: 'r-0042' } });
    expect(signInSentence(new ApiError(502, 'http.502', 'Bad Gateway'))).toEqual({ key: 'sign_in.error.trouble' });
  });
});
