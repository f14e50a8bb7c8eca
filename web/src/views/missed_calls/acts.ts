import { Phone } from 'lucide-vue-next';
import type { MissedCall } from '@/api/services';
import type { RowAct } from '@/list/cells';

export function missedActs(row: MissedCall, mayCall: boolean): RowAct[] {
  const call: RowAct[] = mayCall ? [{ id: 'call_back', title: 'missed_calls.call_back', icon: Phone }] : [];
  return [
    ...call,
    row.handled
      ? { id: 'unhandled', title: 'missed_calls.set_open' }
      : { id: 'handled', title: 'missed_calls.set_handled' },
  ];
}
