import { translate } from '@/i18n';
import { daysArgs } from '@/list/days';
import type { Choice, ListFilter } from '@/list/list_spec';
import { useFilterChoices } from '@/stores/filter_choices';

// What the logs have in common.

export const events = [
  'signed_in',
  'signed_out',
  'expired',
  'kicked',
  'offline',
  'busy',
  'ready',
  'rest',
  'wrap_up',
] as const;
export const outcomes = [
  'signed_in',
  'wrong_password',
  'wrong_code',
  'address_refused',
  'locked',
  'signed_out',
  'expired',
  'kicked',
] as const;
export const states = ['offline', 'busy', 'ready', 'rest', 'wrap_up'] as const;
export const actions = ['added', 'changed', 'removed'] as const;

export const eventText = (event: string): string => translate(`logs.event.${event}`);
export const personText = (row: { agent: string; agent_name: string }): string =>
  row.agent === row.agent_name ? row.agent : `${row.agent_name} ${row.agent}`.trim();

export const choicesOf = (prefix: string, values: readonly string[]) => (): readonly Choice[] =>
  values.map((value) => ({ value, label: translate(`${prefix}.${value}`) }));

/** R213, R214: a department or a person, not both. */
export const departmentFilter = (): ListFilter => ({
  key: 'department',
  title: 'logs.column.department',
  kind: 'choice',
  choices: useFilterChoices().departmentChoices,
  instead: 'agent',
});

/** Days, person, the log's own conditions, search. */
export function logFilters(...own: ListFilter[]): ListFilter[] {
  const named = useFilterChoices();
  void named.refresh();
  return [
    { key: 'days', title: 'records.filter.days', kind: 'days', initial: 'today', args: daysArgs },
    {
      key: 'agent',
      title: 'records.filter.agent',
      kind: 'choice',
      choices: named.agentChoices,
      instead: 'department',
    },
    ...own,
    { key: 'find', title: 'logs.search', kind: 'search', args: (text) => ({ search: text }) },
  ];
}
