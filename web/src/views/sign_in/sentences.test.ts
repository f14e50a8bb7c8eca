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
});
