import type { ApiError } from '@/api/errors';

export interface SignInSentence {
  key?: string;
  values?: Record<string, unknown>;
  /** The server's own sentence, when it knows more than we do. */
  text?: string;
}

/** What the sign-in page says, in one sentence, and what was typed stays. */
export function signInSentence(error: ApiError): SignInSentence {
  switch (error.status) {
    case 0:
      return { key: 'sign_in.error.away' };
    case 401:
      return error.code === 'session.wrong_credentials' ? { key: 'sign_in.error.wrong' } : { text: error.message };
    case 423:
      return error.retryAfterS > 0
        ? { key: 'sign_in.error.locked', values: { minutes: Math.ceil(error.retryAfterS / 60) } }
        : { text: error.message };
    case 429:
      return error.code === 'session.code_too_soon' ? { text: error.message } : { key: 'sign_in.error.too_often' };
    default:
      if (error.status < 500) return { text: error.message };
      // What stands before the server answers without a number.
      return error.requestId
        ? { key: 'sign_in.error.trouble_numbered', values: { id: error.requestId } }
        : { key: 'sign_in.error.trouble' };
  }
}
