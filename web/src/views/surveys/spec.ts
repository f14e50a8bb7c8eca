import { surveys, type Survey } from '@/api/services';
import { translate } from '@/i18n';
import { actsCell, numberCell, tagCell, timeCell } from '@/list/cells';
import type { ListFilter, ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { usePhone } from '@/stores/phone';
import { agentOf, queueOf, serviceFilters } from '../services/texts';
import { levelTag } from './level_tag';
import { useLevels } from './levels';

/** Condition of surveys and of call records (R117): `key` is the server's name of it. */
export function levelFilter(key: string, more = false): ListFilter {
  const levels = useLevels();
  return {
    key,
    title: 'surveys.level',
    kind: 'choice',
    more,
    choices: () => [
      ...levels.value.map((level) => ({ value: level, label: level })),
      { value: 'unrated', label: translate('surveys.unrated') },
    ],
  };
}

export function surveysSpec(): ListSpec<Survey> {
  const phone = usePhone();
  return seen<Survey>({
    name: 'surveys',
    title: 'surveys.title',
    empty: 'surveys.empty',
    order: '-asked_at_ms',
    keyOf: (row) => row.id,
    fetch: surveys.fetch,
    file: { list: 'surveys' },
    presets: [],
    filters: serviceFilters(levelFilter('level')),
    columns: [
      {
        key: 'time',
        title: 'surveys.column.time',
        width: 124,
        fixed: 'start',
        sort: 'asked_at_ms',
        cell: timeCell<Survey>((row) => row.asked_at_ms),
      },
      {
        key: 'number',
        title: 'records.column.customer',
        width: 160,
        sort: 'number',
        number: true,
        cell: numberCell<Survey>(
          (row) => row.number,
          (row) => phone.hasPhone && Boolean(row.number),
        ),
      },
      { key: 'queue', title: 'records.column.queue', width: 116, text: queueOf },
      { key: 'agent', title: 'records.column.agent', width: 140, sort: 'agent', text: agentOf },
      { key: 'level', title: 'surveys.level', width: 124, sort: 'level', cell: tagCell<Survey>(levelTag) },
      { key: 'reason', title: 'surveys.column.reason', width: 180, text: (row) => row.reason || '–' },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 96,
        fixed: 'end',
        cell: actsCell<Survey>(() => [{ id: 'detail', title: 'records.detail', opens: true }]),
      },
    ],
  });
}
