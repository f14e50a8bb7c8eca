import type { Me } from '@/api/sessions';
import type { LiveCall } from '@/realtime/messages';

/**
 * Does this call open a page by itself? At a browser's telephone every call does. At a desk phone only what the centre
 * sent there: a call out of a queue, or one that was dialled automatically (R067).
 */
export function popsUp(
  call: Pick<LiveCall, 'direction' | 'queue'>,
  telephone: Me['extension_type'] | undefined,
): boolean {
  return telephone === 'web' || Boolean(call.queue) || call.direction === 'auto_outbound';
}
