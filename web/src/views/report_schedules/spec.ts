import { fetchSchedules, type ScheduleRow } from '@/api/report_schedules';
import { translate } from '@/i18n';
import { actsCell, openCell, tagCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';
import { useReports } from '@/stores/reports';
import { useSession } from '@/stores/session';
import { ownerText, whenText } from '../reports/schedule_texts';

export function schedulesSpec(): ListSpec<ScheduleRow> {
  const book = useReports();
  const session = useSession();
  book.ensure();
  const titleOf = (row: ScheduleRow): string =>
    book.reports?.find((each) => each.key === row.report)?.title ?? row.report;
  return {
    name: 'report_schedules',
    title: 'reports.schedule.page',
    empty: 'reports.schedule.empty',
    order: '-id',
    keyOf: (row) => row.id,
    fetch: fetchSchedules,
    presets: [],
    filters: [],
    columns: [
      {
        key: 'report',
        title: 'reports.schedule.report',
        width: 160,
        fixed: 'start',
        cell: openCell<ScheduleRow>(titleOf),
      },
      { key: 'when', title: 'reports.schedule.when', width: 156, text: whenText },
      // Only administrators see those of others.
      ...(session.may('site.configure')
        ? [{ key: 'owner', title: 'reports.schedule.owner', width: 120, text: ownerText }]
        : []),
      { key: 'recipients', title: 'reports.schedule.recipients', width: 192, text: (row) => row.recipients.join(', ') },
      { key: 'format', title: 'reports.schedule.format', width: 72, text: (row) => row.format },
      { key: 'last', title: 'reports.schedule.last', width: 112, text: (row) => formatTime(row.last_at_ms) },
      { key: 'next', title: 'reports.schedule.next', width: 112, text: (row) => formatTime(row.next_at_ms) },
      {
        key: 'state',
        title: 'reports.schedule.state',
        width: 96,
        cell: tagCell<ScheduleRow>((row) => {
          if (!row.active) return { text: translate('reports.schedule.paused') };
          if (row.last_problem) return { text: translate('reports.schedule.failed'), tone: 'bad' };
          return { text: translate('reports.schedule.active'), tone: 'ok' };
        }),
      },
      {
        key: 'actions',
        title: 'reports.schedule.actions',
        width: 140,
        fixed: 'end',
        cell: actsCell<ScheduleRow>((row) => [
          { id: row.active ? 'pause' : 'resume', title: `reports.schedule.${row.active ? 'pause' : 'resume'}` },
          { id: 'edit', title: 'reports.schedule.edit' },
          { id: 'delete', title: 'reports.schedule.delete' },
        ]),
      },
    ],
  };
}
