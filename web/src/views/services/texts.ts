import { translate } from '@/i18n';
import type { Choice, ListFilter } from '@/list/list_spec';
import { recordFilters } from '../records/spec';

// What the lists of voicemails, surveys, missed, lost and forwarded calls and call-backs have in common.

export const queueOf = (row: { queue: string; queue_name: string }): string =>
  row.queue ? row.queue_name || row.queue : translate('common.none');
export const agentOf = (row: { agent: string; agent_name: string }): string =>
  row.agent ? `${row.agent_name} ${row.agent}`.trim() : translate('common.none');

export const choices = (prefix: string, values: readonly string[]) => (): readonly Choice[] =>
  values.map((value) => ({ value, label: translate(`${prefix}.${value}`) }));

/** Days, queue, agent and search as everywhere, and the list's own condition. */
export function serviceFilters(own?: ListFilter, without: readonly string[] = []): ListFilter[] {
  const shared = recordFilters().filter(({ key }) => !['result', 'direction', ...without].includes(key));
  return own ? [...shared.slice(0, -1), own, ...shared.slice(-1)] : shared;
}
