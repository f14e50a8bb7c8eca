import {
  ArrowLeftRight,
  CircleDot,
  CirclePause,
  Ear,
  ListTree,
  MessagesSquare,
  Pause,
  Phone,
  PhoneCall,
  PhoneForwarded,
  Play,
  RotateCw,
  Smartphone,
  Star,
  UserMinus,
  UserPlus,
  Voicemail,
} from 'lucide-vue-next';
import type { Component } from 'vue';
import type { RecordMark } from '@/api/call_records';
import { i18n, translate } from '@/i18n';

const icons: Record<string, Component> = {
  transfer: PhoneForwarded,
  consult: MessagesSquare,
  consult_ended: MessagesSquare,
  joined: UserPlus,
  left: UserMinus,
  supervision: Ear,
  supervision_ended: Ear,
  hold: Pause,
  retrieve: Play,
  survey: Star,
  survey_answered: Star,
  flow: ListTree,
  recording_paused: CirclePause,
  recording_resumed: CircleDot,
  voicemail: Voicemail,
  callback: PhoneCall,
  callback_tried: PhoneCall,
  callback_ended: PhoneCall,
  forwarded: Smartphone,
  connection_lost: RotateCw,
  resumed: Phone,
};
export const iconOf = (mark: RecordMark): Component => icons[mark.kind] ?? ArrowLeftRight;

// Marks whose text is a word of a closed list.
const wordy: Record<string, string> = {
  consult_ended: 'records.mark.outcome',
  supervision: 'supervision.level',
  callback_tried: 'callbacks.tried',
  callback_ended: 'callbacks.is',
};

// A node of a voice flow without a title is told by its id: the kind and a number, then the keys that led on.
const untitledNode = /^(play|menu|collect|set|hours|lookup|go|hangup)\d*(?: ([\d*#]+))?$/;
function flowStep(text: string): string {
  const [, kind, key] = untitledNode.exec(text) ?? [];
  if (!kind) return text;
  return [translate(`flow.kind.${kind}`), key && translate('flow.key', { key })].filter(Boolean).join(' · ');
}

/** What happened, and about whom or what: "转接 · 8002". */
export function markTitle(mark: RecordMark): string {
  const key = `records.mark.${mark.kind}`;
  return i18n.global.te(key) ? translate(key) : mark.kind;
}

export function markDetail(mark: RecordMark): string {
  const words = wordy[mark.kind];
  const key = words ? `${words}.${mark.text}` : '';
  const known = mark.kind === 'flow' ? flowStep(mark.text) : mark.text;
  const text = key && i18n.global.te(key) ? translate(key) : known;
  return [text, mark.agent_name].filter(Boolean).join(' · ');
}

/** Where in a recording a mark lies, in percent; null: outside it. */
export function placeOf(mark: RecordMark, startedAtMs: number, durationMs: number): number | null {
  const at = mark.at_ms - startedAtMs;
  return durationMs > 0 && at >= 0 && at <= durationMs ? (at * 100) / durationMs : null;
}
