import {
  fetchConfigChanges,
  fetchOperations,
  fetchSignIns,
  fetchStates,
  type ConfigChange,
  type Operation,
  type SignIn,
  type StateStretch,
} from '@/api/logs';
import { reasonText } from '@/components/reasons';
import { translate } from '@/i18n';
import { builtInName } from '@/i18n/built_in';
import { tagCell, timeCell } from '@/list/cells';
import type { ListSpec } from '@/list/list_spec';
import { formatDuration, formatTime } from '@/realtime/durations';
import {
  actions,
  choicesOf,
  departmentFilter,
  events,
  eventText,
  logFilters,
  outcomes,
  personText,
  states,
} from './log_texts';
import { placeText } from './place_text';

const none = (text: string): string => text || translate('common.none');

/** R212. */
export function operationsSpec(): ListSpec<Operation> {
  return {
    name: 'operations',
    title: 'logs.operations',
    empty: 'logs.empty',
    order: '-at_ms',
    keyOf: (row) => row.id,
    fetch: fetchOperations,
    file: { list: 'operations' },
    presets: [],
    filters: logFilters(departmentFilter(), {
      key: 'event',
      title: 'logs.column.event',
      kind: 'choice',
      choices: choicesOf('logs.event', events),
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
        key: 'agent_name',
        title: 'logs.column.agent_name',
        width: 140,
        sort: 'agent_name',
        text: (row) => none(builtInName(row.agent_name)),
      },
      {
        key: 'agent_number',
        title: 'logs.column.agent',
        width: 108,
        sort: 'agent',
        text: (row) => none(builtInName(row.agent)),
      },
      {
        key: 'extension',
        title: 'logs.column.extension',
        width: 108,
        sort: 'extension',
        text: (row) => none(builtInName(row.extension)),
      },
      {
        key: 'event',
        title: 'logs.column.event',
        width: 128,
        sort: 'event',
        cell: tagCell<Operation>((row) => ({
          text: eventText(row.event),
          tone: row.event === 'kicked' ? 'warn' : undefined,
        })),
      },
      {
        key: 'detail',
        title: 'logs.column.reason',
        width: 220,
        text: (row) => reasonText(row.detail) || translate('logs.unknown'),
      },
    ],
  };
}

/** R213. */
export function statesSpec(): ListSpec<StateStretch> {
  return {
    name: 'agent_states',
    title: 'logs.agent_states',
    empty: 'logs.empty',
    order: '-began_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchStates,
    file: { list: 'agent-states' },
    presets: [],
    filters: logFilters(departmentFilter(), {
      key: 'state',
      title: 'logs.column.state',
      kind: 'choice',
      choices: choicesOf('logs.event', states),
    }),
    columns: [
      {
        key: 'began_at_ms',
        title: 'logs.column.time',
        width: 132,
        fixed: 'start',
        sort: 'began_at_ms',
        text: (row) => formatTime(row.began_at_ms),
      },
      {
        key: 'department',
        title: 'logs.column.department',
        width: 120,
        sort: 'department',
        text: (row) => none(row.department),
      },
      { key: 'agent', title: 'records.column.agent', width: 148, sort: 'agent', text: personText },
      {
        key: 'state',
        title: 'logs.column.state',
        width: 112,
        sort: 'state',
        cell: tagCell<StateStretch>((row) => ({ text: eventText(row.state) })),
      },
      {
        key: 'last_reason',
        title: 'logs.column.last_reason',
        width: 160,
        text: (row) => none(reasonText(row.last_reason)),
      },
      {
        key: 'reason',
        title: 'logs.column.own_reason',
        width: 160,
        optional: true,
        text: (row) => none(reasonText(row.reason)),
      },
      {
        key: 'length_ms',
        title: 'logs.column.length',
        width: 100,
        align: 'right',
        sort: 'length_ms',
        text: (row) => formatDuration(row.length_ms),
      },
      {
        key: 'ended_at_ms',
        title: 'logs.column.ended',
        width: 132,
        optional: true,
        sort: 'ended_at_ms',
        text: (row) => formatTime(row.ended_at_ms),
      },
    ],
  };
}

/** R214. */
export function signInsSpec(): ListSpec<SignIn> {
  const bad = ['wrong_password', 'wrong_code', 'address_refused', 'locked', 'kicked'];
  return {
    name: 'sign_ins',
    title: 'logs.sign_ins',
    empty: 'logs.empty',
    order: '-at_ms',
    keyOf: (row) => row.id,
    fetch: fetchSignIns,
    file: { list: 'sign-ins' },
    presets: [],
    filters: logFilters(departmentFilter(), {
      key: 'outcome',
      title: 'logs.column.outcome',
      kind: 'choice',
      choices: choicesOf('logs.event', outcomes),
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
        sort: 'department',
        text: (row) => none(row.department),
      },
      { key: 'agent', title: 'records.column.agent', width: 160, sort: 'agent', text: personText },
      { key: 'address', title: 'logs.column.address', width: 160, sort: 'address', text: (row) => none(row.address) },
      {
        key: 'outcome',
        title: 'logs.column.outcome',
        width: 128,
        sort: 'outcome',
        cell: tagCell<SignIn>((row) => ({
          text: eventText(row.outcome),
          tone: bad.includes(row.outcome) ? 'warn' : undefined,
        })),
      },
    ],
  };
}

/** What was configured, by whom, from what to what. */
export function changesSpec(): ListSpec<ConfigChange> {
  return {
    name: 'config_changes',
    title: 'logs.config_changes',
    empty: 'logs.empty',
    order: '-at_ms',
    keyOf: (row) => row.id,
    fetch: fetchConfigChanges,
    file: { list: 'config-changes' },
    presets: [],
    filters: logFilters({
      key: 'action',
      title: 'logs.column.action',
      kind: 'choice',
      choices: choicesOf('logs.action', actions),
    }),
    columns: [
      {
        key: 'at_ms',
        title: 'logs.column.time',
        width: 132,
        fixed: 'start',
        sort: 'at_ms',
        cell: timeCell<ConfigChange>((row) => row.at_ms),
      },
      {
        key: 'agent',
        title: 'logs.column.by',
        width: 160,
        sort: 'agent',
        text: (row) => personText(row) || translate('logs.by_file'),
      },
      { key: 'place', title: 'logs.column.place', width: 140, sort: 'place', text: (row) => placeText(row.place) },
      { key: 'name', title: 'logs.column.name', width: 180, sort: 'name', text: (row) => none(row.name) },
      {
        key: 'action',
        title: 'logs.column.action',
        width: 108,
        sort: 'action',
        cell: tagCell<ConfigChange>((row) => ({
          text: translate(`logs.action.${row.action}`),
          tone: row.action === 'removed' ? 'warn' : undefined,
        })),
      },
    ],
  };
}
