import { fetchTasks, type Task } from '@/api/tasks';
import { translate } from '@/i18n';
import { actsCell, tagCell, timeCell, type RowAct } from '@/list/cells';
import { daysArgs } from '@/list/days';
import { searchArgs } from '@/list/list_query';
import type { ListSpec } from '@/list/list_spec';
import { formatTime } from '@/realtime/durations';
import { choices } from '../services/texts';

function acts(row: Task): RowAct[] {
  const own: RowAct[] = row.mine
    ? [
        { id: 'edit', title: 'agenda.edit' },
        { id: 'delete', title: 'agenda.delete' },
      ]
    : [];
  return [
    { id: row.completed_at_ms ? 'reopen' : 'complete', title: `agenda.${row.completed_at_ms ? 'reopen' : 'complete'}` },
    ...own,
  ];
}

const stateOf = (row: Task): 'completed' | 'due' | 'open' =>
  row.completed_at_ms ? 'completed' : row.reminded_at_ms ? 'due' : 'open';

export function tasksSpec(): ListSpec<Task> {
  return {
    name: 'tasks',
    title: 'agenda.tasks',
    empty: 'agenda.no_tasks',
    order: '-due_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchTasks,
    file: { list: 'tasks', columns: { people: '', state: '', completed: 'completed_at_ms' } },
    presets: [
      { key: 'open', title: 'agenda.state.open', conditions: { state: 'open' } },
      { key: 'due', title: 'agenda.state.due', conditions: { state: 'due' } },
      { key: 'completed', title: 'agenda.state.completed', conditions: { state: 'completed' } },
      { key: 'all', title: 'records.preset.all', conditions: {} },
    ],
    filters: [
      { key: 'days', title: 'agenda.due', kind: 'days', initial: 'all', args: daysArgs },
      { key: 'kind', title: 'agenda.kind_title', kind: 'choice', choices: choices('agenda.kind', ['plan', 'memo']) },
      {
        key: 'state',
        title: 'agenda.state_title',
        kind: 'choice',
        choices: choices('agenda.state', ['open', 'due', 'completed']),
      },
      { key: 'find', title: 'records.filter.search', kind: 'search', args: searchArgs },
    ],
    columns: [
      {
        key: 'due',
        title: 'agenda.due',
        width: 124,
        fixed: 'start',
        sort: 'due_at_ms',
        cell: timeCell<Task>((row) => row.due_at_ms),
      },
      { key: 'kind', title: 'agenda.kind_title', width: 84, text: (row) => translate(`agenda.kind.${row.kind}`) },
      { key: 'content', title: 'agenda.content', width: 280, text: (row) => row.content },
      { key: 'related', title: 'agenda.related', width: 140, text: (row) => row.related || '–' },
      { key: 'author', title: 'agenda.author', width: 128, text: (row) => `${row.author_name} ${row.author}`.trim() },
      {
        key: 'people',
        title: 'agenda.people',
        width: 140,
        text: (row) => row.people.join(translate('agenda.comma')) || '–',
      },
      {
        key: 'state',
        title: 'agenda.state_title',
        width: 100,
        cell: tagCell<Task>((row) => ({
          text: translate(`agenda.state.${stateOf(row)}`),
          tone: stateOf(row) === 'due' ? 'warn' : undefined,
        })),
      },
      {
        key: 'completed',
        title: 'agenda.completed_at',
        width: 124,
        optional: true,
        text: (row) => (row.completed_at_ms ? formatTime(row.completed_at_ms) : '–'),
      },
      { key: 'actions', title: 'records.column.actions', width: 180, fixed: 'end', cell: actsCell<Task>(acts) },
    ],
  };
}
