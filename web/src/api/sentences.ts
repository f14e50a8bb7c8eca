import { i18n } from '@/i18n';
import type { ApiError } from './errors';

/** One sentence a person can act on. Our own words for what only the page knows, else the server's message. */
export function sentenceOf(error: ApiError | null | undefined): string {
  const { t } = i18n.global;
  if (!error) {
    return t('common.failed');
  }
  if (error.isAway) {
    return error.code === 'page.timeout' ? t('common.timeout') : t('common.away');
  }
  // Other refusals say in their own words what is in the way.
  if (error.status === 403 && error.code.startsWith('http.')) {
    return t('common.not_allowed');
  }
  return error.message || t('common.failed');
}
