import type { Ending } from '@/api/call_records';

/** A word and what fills its holes. */
export interface EndingWord {
  key: string;
  values: { code: string };
}

// Reasons whose sentence depends on who did it.
export const reasonsBySide = ['hangup', 'cancelled', 'busy', 'refused', 'no_answer', 'rtp_timeout', 'flow_lost'];
/** Reasons that say it all; words: records.ending.<reason>. */
export const plainReasons = [
  'unreachable',
  'withdrawn',
  'answered_elsewhere',
  'too_long',
  'forced_release',
  'queue_timeout',
  'no_route',
  'not_allowed',
  'no_destination',
  'routed_to_hangup',
  'announced',
  'shutting_down',
  'shutdown',
  'process_lost',
  'connection_lost',
  'left_view',
  'media_refused',
  'no_ack',
  'no_prack',
  'session_timer',
  'accepted',
  'agent_left',
  'blocked',
  'call_ended',
  'callback_asked',
  'consult_cancelled',
  'feature_code',
  'flow_hangup',
  'picked_up',
  'removed',
  'taken_over',
  'transferred',
  'voicemail',
] as const;
export const sides = ['completed', 'caller', 'agent', 'us', 'carrier', 'unknown'] as const;

// What a status or a cause of the network means to a person (RFC 3261 §21, ITU-T Q.850).
const statusWords: Record<string, string> = {
  sip_404: 'empty_number',
  sip_410: 'empty_number',
  sip_484: 'wrong_number',
  sip_408: 'network_silent',
  sip_no_answer: 'network_silent',
  sip_480: 'switched_off',
  sip_486: 'busy_there',
  sip_600: 'busy_there',
  sip_403: 'refused_there',
  sip_603: 'refused_there',
  sip_488: 'no_common_sound',
  q850_1: 'empty_number',
  q850_28: 'wrong_number',
  q850_17: 'busy_there',
  q850_18: 'nobody_there',
  q850_19: 'nobody_there',
  q850_20: 'switched_off',
  q850_21: 'refused_there',
  q850_34: 'lines_full',
  q850_38: 'network_failed',
  q850_41: 'network_failed',
};

/** How something ended, in words of the trade; codes are shown only where there is no word. */
export function endingWord({ side, reason }: Ending): EndingWord {
  const values = { code: reason };
  if (reasonsBySide.includes(reason)) {
    return { key: `records.ending.${reason}.${side}`, values };
  }
  if (plainReasons.some((each) => each === reason)) {
    return { key: `records.ending.${reason}`, values };
  }
  const word = statusWords[reason] ?? (/^sip_5\d\d$/.test(reason) ? 'server_error' : undefined);
  if (word) {
    return { key: `records.ending.network.${word}`, values };
  }
  if (/^(sip|q850)_/.test(reason)) {
    return { key: 'records.ending.network.network_code', values };
  }
  return { key: `records.ending.other.${side}`, values };
}
