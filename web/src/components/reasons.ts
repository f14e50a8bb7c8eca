import { i18n } from '@/i18n';

// What the server stores when an agent gives no reason (R038).
const notSaid = '未知'; // words-ok: it is data, not text of the page

/** A state's reason as people read it: the server's own codes get words, what was typed stays, nothing said is nothing. */
export function reasonText(reason: string | undefined): string {
  if (!reason || reason === notSaid) {
    return '';
  }
  const key = `phone.known_reasons.${reason}`;
  return /^[a-z_]+$/.test(reason) && i18n.global.te(key) ? i18n.global.t(key) : reason;
}
