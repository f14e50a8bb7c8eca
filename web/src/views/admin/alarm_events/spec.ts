import { fetchAlarmEvents, type AlarmEvent } from '@/api/alarms';
import { i18n, translate } from '@/i18n';
import { tagCell } from '@/list/cells';
import { daysArgs } from '@/list/days';
import type { ListSpec } from '@/list/list_spec';
import { formatDuration, formatTime } from '@/realtime/durations';
import { useFilterChoices } from '@/stores/filter_choices';
import { alarmFigures, ruleText, valueText } from '../alarms/alarm_texts';

function toldText(state: AlarmEvent['mail'], problem: string): string {
  if (state === 'none') return translate('common.none');
  const key = `alarms.problem.${problem.replace(/^(mail|alarm)\./, '')}`;
  return problem && i18n.global.te(key) ? translate(key) : translate(`alarms.telling.${state}`);
}

export function alarmEventsSpec(): ListSpec<AlarmEvent> {
  const named = useFilterChoices();
  void named.refresh();
  return {
    name: 'admin_alarm_events',
    title: 'alarms.tab.alarm_events',
    empty: 'alarms.no_events',
    order: '-raised_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchAlarmEvents,
    file: { list: 'alarm-events' },
    presets: [
      { key: 'all', title: 'alarms.preset.all', conditions: {} },
      { key: 'open', title: 'alarms.preset.open', conditions: { open: 'yes' } },
    ],
    filters: [
      { key: 'days', title: 'alarms.column.raised', kind: 'days', initial: 'last7', args: daysArgs },
      {
        key: 'figure',
        title: 'alarms.figure_label',
        kind: 'choice',
        choices: () => alarmFigures.map((value) => ({ value, label: translate(`alarms.figure.${value}`) })),
      },
      { key: 'queue', title: 'alarms.queue', kind: 'choice', choices: named.queueChoices },
      {
        key: 'open',
        title: 'alarms.column.state',
        kind: 'choice',
        choices: () => [
          { value: 'yes', label: translate('alarms.lasts') },
          { value: 'no', label: translate('alarms.over') },
        ],
      },
    ],
    columns: [
      {
        key: 'raised_at_ms',
        title: 'alarms.column.raised',
        width: 124,
        fixed: 'start',
        sort: 'raised_at_ms',
        text: (row) => formatTime(row.raised_at_ms),
      },
      { key: 'name', title: 'alarms.name', width: 160, sort: 'name', text: (row) => row.name },
      { key: 'rule', title: 'alarms.column.rule', width: 260, text: ruleText },
      {
        key: 'value',
        title: 'alarms.column.value',
        width: 92,
        align: 'right',
        text: (row) => valueText(row.figure, row.value),
      },
      {
        key: 'cleared_at_ms',
        title: 'alarms.column.cleared',
        width: 132,
        sort: 'cleared_at_ms',
        cell: tagCell<AlarmEvent>((row) =>
          row.cleared_at_ms
            ? { text: formatTime(row.cleared_at_ms) }
            : { text: translate('alarms.lasts'), tone: 'warn' },
        ),
      },
      {
        key: 'lasted',
        title: 'alarms.column.lasted',
        width: 92,
        align: 'right',
        text: (row) => (row.cleared_at_ms ? formatDuration(row.cleared_at_ms - row.raised_at_ms) : '–'),
      },
      { key: 'mail', title: 'alarms.way.mail', width: 132, text: (row) => toldText(row.mail, row.mail_problem) },
      {
        key: 'webhook',
        title: 'alarms.way.webhook',
        width: 148,
        text: (row) => toldText(row.webhook, row.webhook_problem),
      },
    ],
  };
}
