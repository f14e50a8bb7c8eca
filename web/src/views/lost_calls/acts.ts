import { Phone } from 'lucide-vue-next';
import type { LostCall } from '@/api/services';
import { translate } from '@/i18n';
import type { RowAct, Tag } from '@/list/cells';

/** A case is taken first, dialled and finished by whoever took it; a finished one has no buttons (R110). */
export function lostActs(row: LostCall, hasPhone: boolean): RowAct[] {
  if (row.state === 'free') return [{ id: 'occupy', title: 'lost_calls.occupy' }];
  if (row.state !== 'occupied' || !row.mine) return [];
  const call: RowAct[] =
    hasPhone && row.number ? [{ id: 'call_back', title: 'lost_calls.call_back', icon: Phone }] : [];
  return [...call, { id: 'complete', title: 'lost_calls.complete' }, { id: 'release', title: 'lost_calls.release' }];
}

export function lostTag(row: LostCall): Tag {
  if (row.state === 'free') return { text: translate('lost_calls.is.free'), tone: 'warn' };
  const owner = row.mine ? translate('lost_calls.me') : row.owner_name || row.owner;
  const text = translate(`lost_calls.by.${row.state}`, { name: owner });
  return row.state === 'occupied' ? { text, tone: 'brand' } : { text };
}
