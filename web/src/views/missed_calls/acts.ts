import { CirclePlay, Phone } from 'lucide-vue-next';
import type { MissedCall } from '@/api/services';
import type { RowAct } from '@/list/cells';

/** Calling back and the mark first; hearing what a colleague talked in the same call stands behind ⋯ (R103). */
export function missedActs(row: MissedCall, mayCall: boolean, mayHear: boolean): RowAct[] {
  const call: RowAct[] = mayCall ? [{ id: 'call_back', title: 'missed_calls.call_back', icon: Phone }] : [];
  const hear: RowAct[] =
    mayHear && row.recording ? [{ id: 'play', title: 'records.play', icon: CirclePlay, opens: true }] : [];
  return [
    ...call,
    row.handled
      ? { id: 'unhandled', title: 'missed_calls.set_open' }
      : { id: 'handled', title: 'missed_calls.set_handled' },
    ...hear,
  ];
}
