import type { Measure, ReportAnswer, ReportFacts } from '@/api/reports';

// A report as the server declares it, for tests.

const measure = (key: string, title: string, kind: Measure['kind'], sum?: string, over?: string): Measure => ({
  key,
  title,
  kind,
  formula: '',
  words: '',
  sum,
  over,
  calls: kind === 'count',
});

export const reportFixture: ReportFacts = {
  key: 'agent_inbound',
  title: '呼入电话统计', // words-ok
  group: 'agents',
  rows: 'agent',
  periods: ['none', 'day', 'month'],
  filters: ['departments', 'agents'],
  measures: [
    measure('inbound', '呼入总数', 'count'), // words-ok
    measure('answered', '接听', 'count'), // words-ok
    measure('rate', '接通率', 'percent', 'answered', 'inbound'), // words-ok
    measure('talk', '通话时长', 'duration'), // words-ok
    measure('average', '平均通话', 'average', 'talk', 'answered'), // words-ok
    measure('missed', '未接', 'count'), // words-ok
  ],
  charts: [{ bars: ['answered', 'missed'], line: 'rate' }],
  default_sort: '-inbound',
};

export const answerFixture: ReportAnswer = {
  counted_at_ms: 1_795_589_700_000,
  rebuilding: false,
  rows_total: 2,
  rows: [
    { period: '', number: '10021', name: '林晓', key: '1', values: [58, 56, 56 / 58, 11_124, 198.6, 2] }, // words-ok
    { period: '', number: '10023', name: '陈禾', key: '2', values: [64, 61, 61 / 64, 10_907, 178.8, 3] }, // words-ok
  ],
  total: [440, 420, 420 / 440, 81_125, 193.2, 20],
};
