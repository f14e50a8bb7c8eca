import { fetchQuestionnaires, type QuestionnaireItem } from '@/api/questionnaires';
import { translate } from '@/i18n';
import { actsCell, openCell, tagCell, type RowAct } from '@/list/cells';
import { searchArgs } from '@/list/list_query';
import type { ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { formatTime } from '@/realtime/durations';
import { useQuestionnaireNames } from '@/stores/questionnaire_names';
import { useSession } from '@/stores/session';
import { agentOf, choices } from '../services/texts';

/** 外呼问卷 (R193): found by name; a row leads to its editor. */
export function questionnairesSpec(): ListSpec<QuestionnaireItem> {
  const session = useSession();
  const names = useQuestionnaireNames();
  void names.refresh();
  const chosenByName = () => names.names.map(({ name }) => ({ value: name, label: name }));
  const acts: RowAct[] = [
    { id: 'edit', title: 'questionnaires.edit' },
    ...(session.may('reports.see') ? [{ id: 'report', title: 'questionnaires.report_of' }] : []),
    { id: 'delete', title: 'questionnaires.delete' },
  ];
  return seen<QuestionnaireItem>({
    name: 'questionnaires',
    title: 'questionnaires.title',
    empty: 'questionnaires.empty',
    order: '-updated_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchQuestionnaires,
    file: {
      list: 'questionnaires',
      columns: { creator: 'agent,agent_name', updated: 'updated_at_ms', created: 'created_at_ms' },
    },
    presets: [
      { key: 'all', title: 'records.preset.all', conditions: {} },
      { key: 'open', title: 'questionnaires.state.open', conditions: { state: 'open' } },
      { key: 'closed', title: 'questionnaires.state.closed', conditions: { state: 'closed' } },
    ],
    filters: [
      { key: 'name', title: 'questionnaires.column.name', kind: 'choice', width: 240, choices: chosenByName },
      {
        key: 'state',
        title: 'questionnaires.column.state',
        kind: 'choice',
        choices: choices('questionnaires.state', ['open', 'closed']),
      },
      { key: 'find', title: 'records.filter.search', kind: 'search', args: searchArgs },
    ],
    columns: [
      {
        key: 'name',
        title: 'questionnaires.column.name',
        width: 280,
        fixed: 'start',
        sort: 'name',
        cell: openCell<QuestionnaireItem>((row) => row.name),
      },
      {
        key: 'state',
        title: 'questionnaires.column.state',
        width: 92,
        sort: 'state',
        cell: tagCell<QuestionnaireItem>((row) => ({
          text: translate(`questionnaires.state.${row.state}`),
          tone: row.state === 'open' ? 'ok' : undefined,
        })),
      },
      {
        key: 'questions',
        title: 'questionnaires.column.questions',
        width: 92,
        align: 'right',
        sort: 'questions',
        text: (row) => String(row.questions),
      },
      {
        key: 'sheets',
        title: 'questionnaires.column.sheets',
        width: 92,
        align: 'right',
        sort: 'sheets',
        text: (row) => String(row.sheets),
      },
      { key: 'creator', title: 'questionnaires.column.creator', width: 140, sort: 'agent', text: agentOf },
      {
        key: 'updated',
        title: 'questionnaires.column.updated',
        width: 124,
        sort: 'updated_at_ms',
        text: (row) => formatTime(row.updated_at_ms),
      },
      {
        key: 'created',
        title: 'questionnaires.column.created',
        width: 124,
        optional: true,
        sort: 'created_at_ms',
        text: (row) => formatTime(row.created_at_ms),
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 148,
        fixed: 'end',
        cell: actsCell<QuestionnaireItem>(() => acts),
      },
    ],
  });
}
