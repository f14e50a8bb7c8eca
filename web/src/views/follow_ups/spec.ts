import { CirclePlay } from 'lucide-vue-next';
import { fetchFollowUps, type FollowUpItem } from '@/api/follow_ups';
import { translate } from '@/i18n';
import { actsCell, numberCell, tagCell, timeCell, type RowAct } from '@/list/cells';
import { daysArgs } from '@/list/days';
import { searchArgs } from '@/list/list_query';
import type { ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { formatTime } from '@/realtime/durations';
import { useFilterChoices } from '@/stores/filter_choices';
import { usePhone } from '@/stores/phone';
import { useSession } from '@/stores/session';
import { agentOf, choices } from '../services/texts';

function acts(row: FollowUpItem): RowAct[] {
  const detail: RowAct = { id: 'detail', title: 'follow_ups.open', opens: true };
  return row.recorded ? [detail, { id: 'play', title: 'records.play', icon: CirclePlay, opens: true }] : [detail];
}

/** What was written down about customers, leads and contacts (跟进记录, R169). */
export function followUpsSpec(): ListSpec<FollowUpItem> {
  const phone = usePhone();
  const session = useSession();
  const named = useFilterChoices();
  void named.refresh();
  return seen<FollowUpItem>({
    name: 'follow_ups',
    title: 'follow_ups.title',
    empty: 'follow_ups.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchFollowUps,
    file: {
      list: 'follow-ups',
      columns: {
        time: 'created_at_ms',
        name: 'customer_name',
        template: 'template_name',
        text: 'note,summary',
        next: 'next_at_ms',
        agent: 'agent,agent_name',
      },
    },
    presets: [
      { key: 'all', title: session.onlyOwn ? 'records.preset.all' : 'follow_ups.department', conditions: {} },
      { key: 'mine', title: 'follow_ups.mine', conditions: { agent: session.me?.number ?? '' } },
      { key: 'open', title: 'follow_ups.open_date', conditions: { next: 'open' } },
    ],
    filters: [
      { key: 'days', title: 'follow_ups.column.time', kind: 'days', initial: 'all', args: daysArgs },
      {
        key: 'object',
        title: 'follow_ups.column.object',
        kind: 'choice',
        choices: choices('follow_ups.object', ['customer', 'lead', 'contact']),
      },
      { key: 'agent', title: 'follow_ups.column.agent', kind: 'choice', choices: named.agentChoices },
      {
        key: 'next',
        title: 'follow_ups.next',
        kind: 'choice',
        width: 156,
        choices: choices('follow_ups.next_is', ['open', 'none']),
      },
      {
        key: 'recorded',
        title: 'follow_ups.recording',
        kind: 'choice',
        more: true,
        choices: choices('follow_ups.recorded', ['true', 'false']),
      },
      { key: 'find', title: 'records.filter.search', kind: 'search', args: searchArgs },
    ],
    columns: [
      {
        key: 'time',
        title: 'follow_ups.column.time',
        width: 116,
        fixed: 'start',
        sort: 'created_at_ms',
        cell: timeCell<FollowUpItem>((row) => row.created_at_ms),
      },
      {
        key: 'name',
        title: 'follow_ups.column.name',
        width: 128,
        sort: 'customer_name',
        text: (row) => row.customer_name,
      },
      {
        key: 'object',
        title: 'follow_ups.column.object',
        width: 84,
        cell: tagCell<FollowUpItem>((row) => ({ text: translate(`follow_ups.object.${row.object}`) })),
      },
      {
        key: 'number',
        title: 'customers.column.number',
        width: 148,
        cell: numberCell<FollowUpItem>(
          (row) => row.number,
          (row) => phone.hasPhone && Boolean(row.number),
        ),
      },
      {
        key: 'text',
        title: 'follow_ups.column.text',
        width: 280,
        text: (row) => [row.note, row.summary].filter(Boolean).join(' · ') || '–',
      },
      {
        key: 'template',
        title: 'follow_ups.template',
        width: 112,
        optional: true,
        text: (row) => row.template_name || '–',
      },
      {
        key: 'files',
        title: 'follow_ups.column.files',
        width: 72,
        align: 'right',
        sort: 'files',
        text: (row) => (row.files ? String(row.files) : '–'),
      },
      {
        key: 'next',
        title: 'follow_ups.next',
        width: 116,
        sort: 'next_at_ms',
        text: (row) => formatTime(row.next_at_ms),
      },
      { key: 'agent', title: 'follow_ups.column.agent', width: 124, text: agentOf },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 136,
        fixed: 'end',
        cell: actsCell<FollowUpItem>(acts),
      },
    ],
  });
}
