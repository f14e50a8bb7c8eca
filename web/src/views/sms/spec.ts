import { fetchSmsList, type Sms } from '@/api/sms';
import { translate } from '@/i18n';
import { tagCell, timeCell, type Tag } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { agentOf, choices, serviceFilters } from '../services/texts';

const tones: Record<Sms['state'], Tag['tone']> = {
  queued: undefined,
  sending: undefined,
  sent: 'ok',
  failed: 'bad',
  unknown: 'warn',
};

export const reasonOf = ({ reason, detail }: Sms): string =>
  [reason ? translate(`sms.reason.${reason.replace('sms.', '')}`) : '', detail].filter(Boolean).join(' · ');

export function smsSpec(): ListSpec<Sms> {
  return seen<Sms>({
    name: 'sms',
    title: 'sms.list',
    empty: 'sms.empty',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchSmsList,
    file: { list: 'sms', columns: { text: 'text', template: 'template', reason: 'detail' } },
    presets: [
      { key: 'all', title: 'records.preset.all', conditions: {} },
      { key: 'sent', title: 'sms.state.sent', conditions: { state: 'sent' } },
      { key: 'failed', title: 'sms.state.failed', conditions: { state: 'failed' } },
      { key: 'unknown', title: 'sms.state.unknown', conditions: { state: 'unknown' } },
    ],
    filters: serviceFilters(
      {
        key: 'state',
        title: 'sms.filter_state',
        kind: 'choice',
        choices: choices('sms.state', ['queued', 'sending', 'sent', 'failed', 'unknown']),
      },
      ['queue'],
    ),
    columns: [
      {
        key: 'time',
        title: 'sms.column.time',
        width: 124,
        fixed: 'start',
        sort: 'created_at_ms',
        cell: timeCell<Sms>((row) => row.created_at_ms),
      },
      {
        key: 'number',
        title: 'sms.column.number',
        width: 136,
        sort: 'number',
        number: true,
        text: (row) => row.number || '–',
      },
      { key: 'text', title: 'sms.column.text', width: 300, text: (row) => row.text },
      { key: 'template', title: 'sms.column.template', width: 112, text: (row) => row.template || '–' },
      {
        key: 'segments',
        title: 'sms.column.segments',
        width: 72,
        align: 'right',
        sort: 'segments',
        text: (row) => String(row.segments),
      },
      { key: 'agent', title: 'sms.column.agent', width: 128, sort: 'agent', text: agentOf },
      {
        key: 'state',
        title: 'sms.column.state',
        width: 104,
        sort: 'state',
        cell: tagCell<Sms>((row) => ({ text: translate(`sms.state.${row.state}`), tone: tones[row.state] })),
      },
      { key: 'reason', title: 'sms.column.reason', width: 200, text: (row) => reasonOf(row) || '–' },
    ],
  });
}
