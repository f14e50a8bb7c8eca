import { CirclePlay } from 'lucide-vue-next';
import { fetchAnswerSheets, type AnswerSheetItem } from '@/api/questionnaires';
import { translate } from '@/i18n';
import { actsCell, numberCell, timeCell, type RowAct } from '@/list/cells';
import { daysArgs } from '@/list/days';
import { searchArgs } from '@/list/list_query';
import type { ListFilter, ListSpec } from '@/list/list_spec';
import { seen } from '@/list/seen';
import { formatTime } from '@/realtime/durations';
import { useFilterChoices } from '@/stores/filter_choices';
import { usePhone } from '@/stores/phone';
import { useQuestionnaireNames } from '@/stores/questionnaire_names';
import { useSession } from '@/stores/session';
import { agentOf } from '../services/texts';

function acts(row: AnswerSheetItem): RowAct[] {
  const detail: RowAct = { id: 'detail', title: 'follow_ups.open', opens: true };
  return row.recorded ? [detail, { id: 'play', title: 'records.play', icon: CirclePlay, opens: true }] : [detail];
}

function filters(): ListFilter[] {
  const named = useFilterChoices();
  void named.refresh();
  const questionnaires = useQuestionnaireNames();
  void questionnaires.refresh();
  const all: ListFilter[] = [
    { key: 'days', title: 'questionnaires.column.time', kind: 'days', initial: 'all', args: daysArgs },
    { key: 'questionnaire', title: 'questionnaires.column.name', kind: 'choice', choices: questionnaires.choices },
    { key: 'agent', title: 'questionnaires.column.agent', kind: 'choice', choices: named.agentChoices },
    { key: 'find', title: 'records.filter.search', kind: 'search', args: searchArgs },
    {
      key: 'department',
      title: 'questionnaires.column.department',
      kind: 'choice',
      more: true,
      choices: named.departmentChoices,
    },
    { key: 'option', title: 'questionnaires.option', kind: 'hidden', chip: () => translate('questionnaires.option') },
  ];
  return useSession().onlyOwn ? all.filter(({ key }) => key !== 'agent' && key !== 'department') : all;
}

/** 问卷答卷 (R196): what was filled in, by whom, for whom. */
export function sheetsSpec(): ListSpec<AnswerSheetItem> {
  const phone = usePhone();
  return seen<AnswerSheetItem>({
    name: 'answer_sheets',
    title: 'questionnaires.sheets',
    empty: 'questionnaires.no_sheets_yet',
    order: '-created_at_ms',
    keyOf: (row) => row.id,
    fetch: fetchAnswerSheets,
    file: {
      list: 'answer-sheets',
      columns: {
        time: 'created_at_ms',
        questionnaire: 'questionnaire_name',
        customer: 'customer_name',
        department: 'department_name',
        updated: 'updated_at_ms',
      },
    },
    presets: [],
    filters: filters(),
    columns: [
      {
        key: 'time',
        title: 'questionnaires.column.time',
        width: 116,
        fixed: 'start',
        sort: 'created_at_ms',
        cell: timeCell<AnswerSheetItem>((row) => row.created_at_ms),
      },
      {
        key: 'questionnaire',
        title: 'questionnaires.column.name',
        width: 168,
        sort: 'questionnaire_name',
        text: (row) => row.questionnaire_name,
      },
      {
        key: 'customer',
        title: 'customers.column.name',
        width: 120,
        sort: 'customer_name',
        field: 'customer.name',
        text: (row) => row.customer_name || '–',
      },
      {
        key: 'number',
        title: 'service_records.column.number',
        width: 148,
        cell: numberCell<AnswerSheetItem>(
          (row) => row.number,
          (row) => phone.hasPhone && Boolean(row.number),
        ),
      },
      { key: 'summary', title: 'questionnaires.column.summary', width: 360, text: (row) => row.summary || '–' },
      { key: 'agent', title: 'questionnaires.column.agent', width: 128, sort: 'agent', text: agentOf },
      {
        key: 'department',
        title: 'questionnaires.column.department',
        width: 120,
        optional: true,
        sort: 'department_name',
        text: (row) => row.department_name || '–',
      },
      {
        key: 'updated',
        title: 'questionnaires.column.corrected',
        width: 124,
        optional: true,
        sort: 'updated_at_ms',
        text: (row) => formatTime(row.updated_at_ms) || '–',
      },
      {
        key: 'actions',
        title: 'records.column.actions',
        width: 136,
        fixed: 'end',
        cell: actsCell<AnswerSheetItem>(acts),
      },
    ],
  });
}
