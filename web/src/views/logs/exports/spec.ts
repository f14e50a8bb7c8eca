import { fetchExportLog, type ExportLine } from '@/api/logs';
import { translate } from '@/i18n';
import { tagCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';
import { saidText } from '../../data_jobs/approvals/spec';
import { choicesOf, departmentFilter, logFilters, personText } from '../log_texts';

const exportEvents = ['asked', 'approved', 'refused', 'lapsed', 'withdrawn', 'exported', 'downloaded'] as const;
const none = (text: string): string => text || translate('common.none');

/** What became of every file that left, or was to (B14). */
export function exportsSpec(): ListSpec<ExportLine> {
  return {
    name: 'export_log',
    title: 'logs.export_log',
    empty: 'logs.empty',
    order: '-at_ms',
    keyOf: (row) => row.id,
    fetch: fetchExportLog,
    file: { list: 'export-log', columns: { said: 'said_zh', rows: 'row_count', file: 'file_name' } },
    presets: [],
    filters: logFilters(departmentFilter(), {
      key: 'event',
      title: 'logs.column.event',
      kind: 'choice',
      choices: choicesOf('logs.export_event', exportEvents),
    }),
    columns: [
      {
        key: 'at_ms',
        title: 'logs.column.time',
        width: 132,
        fixed: 'start',
        sort: 'at_ms',
        text: (row) => formatTime(row.at_ms),
      },
      {
        key: 'department',
        title: 'logs.column.department',
        width: 120,
        optional: true,
        sort: 'department',
        text: (row) => none(row.department),
      },
      { key: 'agent', title: 'logs.column.by', width: 148, sort: 'agent', text: personText },
      {
        key: 'event',
        title: 'logs.column.event',
        width: 108,
        sort: 'event',
        cell: tagCell<ExportLine>((row) => ({
          text: translate(`logs.export_event.${row.event}`),
          tone: row.event === 'refused' ? 'warn' : undefined,
        })),
      },
      { key: 'file', title: 'data_jobs.column.file', width: 260, sort: 'file_name', text: (row) => row.file_name },
      { key: 'said', title: 'approvals.column.said', width: 260, text: saidText },
      {
        key: 'rows',
        title: 'data_jobs.column.rows',
        width: 88,
        align: 'right',
        sort: 'row_count',
        text: (row) => String(row.row_count),
      },
      { key: 'reason', title: 'logs.column.reason', width: 180, text: (row) => none(row.reason) },
      { key: 'address', title: 'logs.column.address', width: 140, sort: 'address', text: (row) => none(row.address) },
    ],
  };
}
