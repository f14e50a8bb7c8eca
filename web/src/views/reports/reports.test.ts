import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReportAnswer, ReportFacts } from '@/api/reports';
import { i18n } from '@/i18n';
import words from '@/locales/zh-CN/index';
import { reportFixture as report, answerFixture as answer } from './reports_fixture';
import { axisText, lowestPart, panelsOf, partStep, stepOf, topOf } from './chart_shape';
import { groupsOf } from './groups';
import { callsArgs, countBehind, figureArgs, figureWords, recordsUrl } from './report_calls';
import { nextOrder, pageArgs, readReport, reportArgs, writeReport } from './report_query';
import { figureText, periodText, totalText } from './report_texts';
import { addressesOf, usualTime, whenText } from './schedule_texts';
import { pictureArgs } from './use_report';

i18n.global.setLocaleMessage('zh-CN', words);
beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 10, 25, 14, 55) }));
afterEach(() => void vi.useRealTimers());
const now = (): Date => new Date();

describe('what a report is asked (R221–R238)', () => {
  it('lives in the URL: what is written is read again', () => {
    const url = { days: 'this_month', period: 'month', agents: '10001,10002', sort: '-rate', page: '2', look: 'table' };
    const query = readReport(report, url);
    expect(query).toMatchObject({ days: 'this_month', period: 'month', plain: true, page: 2, size: 25 });
    expect(writeReport(report, query)).toEqual(url);
    expect(writeReport(report, readReport(report, {}))).toEqual({});
  });
  it('takes what it does not have for the usual', () => {
    const query = readReport(report, { days: 'never', period: 'year', queues: '600', sort: 'hidden', page: '-1' });
    expect(query).toEqual({ days: 'today', period: 'none', conditions: {}, sort: '', page: 1, size: 25, plain: false });
  });
  it('asks for days of the calendar, weeks from Monday', () => {
    const days = (text: string): unknown => {
      const { from, to } = reportArgs(readReport(report, { days: text }), now());
      return [from, to];
    };
    expect(days('today')).toEqual([undefined, undefined]);
    expect(days('yesterday')).toEqual(['2026-11-24', '2026-11-24']);
    expect(days('this_week')).toEqual(['2026-11-23', '2026-11-25']);
    expect(days('this_month')).toEqual(['2026-11-01', '2026-11-25']);
    expect(days('last_month')).toEqual(['2026-10-01', '2026-10-31']);
    expect(days('this_year')).toEqual(['2026-01-01', '2026-11-25']);
    expect(days('2026-02-01_2026-02-03')).toEqual(['2026-02-01', '2026-02-03']);
  });
  it('sorts down, up, as it was', () => {
    expect(nextOrder(report, '', 'answered')).toBe('-answered');
    expect(nextOrder(report, '-answered', 'answered')).toBe('answered');
    expect(nextOrder(report, 'answered', 'answered')).toBe('');
    expect(nextOrder(report, '', 'inbound')).toBe('inbound');
    expect(pageArgs(readReport(report, { sort: '-rate' }), now())).toMatchObject({
      sort: '-rate',
      page: 1,
      page_size: 25,
    });
  });
});

describe('how figures read (R226: the rate of the total is made of sums)', () => {
  it('writes each kind in its way, and nothing for nothing', () => {
    expect(figureText('count', 1234)).toBe('1,234');
    expect(figureText('duration', 11_124)).toBe('3:05:24');
    expect(figureText('average', 192.6)).toBe('03:13');
    expect(figureText('percent', 420 / 440)).toBe('95.5%');
    expect(figureText('percent', null)).toBe('–');
    expect(figureText('count', 0)).toBe('0');
  });
  it('says where the figure of the total comes from', () => {
    const [inbound, , rate] = report.measures;
    expect(rate && totalText(report, answer, rate)).toBe('合计 420 ÷ 440 = 95.5%，不是各行平均');
    expect(inbound && totalText(report, answer, inbound)).toBe('合计 440');
  });
  it('names an hour by its both ends', () => {
    expect(periodText('09')).toBe('09:00–10:00');
    expect(periodText('23')).toBe('23:00–00:00');
    expect(periodText('2026-11')).toBe('2026-11');
  });
});

describe('pictures (R222: four charts)', () => {
  const of = (charts: ReportFacts['charts'], rows: ReportFacts['rows'] = 'agent'): ReturnType<typeof panelsOf> =>
    panelsOf({ ...report, charts, rows }, answer);
  it('stacks what adds up, and draws the rate over it', () => {
    const [panel, ...more] = of([{ bars: ['answered', 'missed'], line: 'rate' }]);
    expect(more).toEqual([]);
    expect(panel?.labels).toEqual(['林晓', '陈禾']);
    expect(panel?.bars.map((series) => series.values)).toEqual([
      [56, 61],
      [2, 3],
    ]);
    expect(panel?.line?.title).toBe('接通率');
  });
  it('gives each measure a small picture, with its name', () => {
    const panels = of([{ bars: ['inbound'] }, { bars: ['talk'] }, { bars: ['average'] }, { bars: [], line: 'rate' }]);
    expect(panels.map((panel) => panel.title)).toEqual(['呼入总数', '通话时长', '平均通话', '接通率']);
  });
  it('sets many classes side by side, in one hue', () => {
    const [panel] = of([{ bars: ['inbound', 'answered', 'missed', 'inbound'] }]);
    expect(panel?.labels).toEqual(['呼入总数', '接听', '未接', '呼入总数']);
    expect(panel?.bars).toEqual([{ title: '', kind: 'count', values: [440, 420, 20, 440] }]);
  });
  it('asks for all, where the table shows a page', () => {
    const byDay = readReport(report, { period: 'day' });
    expect(pictureArgs(report, byDay, answer, now())).toMatchObject({ period: 'none', sort: '-answered' });
    const trend: ReportFacts = { ...report, rows: 'none', periods: ['day'] };
    const some: ReportAnswer = { ...answer, rows_total: 60 };
    expect(pictureArgs(trend, readReport(trend, {}), some, now())).toMatchObject({ sort: 'period', page: 1 });
    expect(pictureArgs(trend, readReport(trend, {}), { ...answer, rows_total: 2 }, now())).toBeNull();
  });
  it('begins the axis of rates near the lowest', () => {
    expect(lowestPart([0.9, 0.97, null])).toBe(0.8);
    expect(lowestPart([])).toBe(0);
    // Whatever it begins at, its steps end at 100%.
    for (const part of [0, 0.08, 0.19, 0.33, 0.5, 0.61, 0.97, 1]) {
      const lowest = lowestPart([part]);
      expect(lowest).toBeLessThanOrEqual(part);
      expect(((1 - lowest) / partStep(lowest)).toFixed(6)).toMatch(/\.000000$/);
    }
    expect(axisText('percent', 0.8)).toBe('80%');
    expect(stepOf('duration', [11_760, null])).toBe(3600);
    expect(stepOf('average', [190])).toBe(60);
    expect(topOf('duration', [125])).toBe(180);
    expect(topOf('count', [7])).toBeUndefined();
    expect(stepOf('count', [7])).toBeUndefined();
  });
});

describe('the calls behind a figure', () => {
  const day = new Date(2026, 10, 21);
  const span = { from_ms: day.getTime(), to_ms: new Date(2026, 10, 22).getTime() };
  it('are asked with the measure', () => {
    expect(callsArgs('from_ms=1&to_ms=2&agent=10001', 'agent_inbound', 'missed')).toEqual({
      from_ms: '1',
      to_ms: '2',
      agent: '10001',
      figure: 'agent_inbound.missed',
    });
  });
  it('stand behind every figure that is made of calls', () => {
    const behind = (key: string): string | undefined => {
      const measure = report.measures.find((each) => each.key === key);
      return measure && countBehind(report, measure)?.key;
    };
    expect(behind('missed')).toBe('missed');
    expect(behind('rate')).toBe('inbound');
    expect(behind('average')).toBe('answered');
    expect(behind('talk')).toBe('answered');
    const levelled = { ...report, measures: report.measures.filter(({ key }) => key !== 'inbound') };
    const rate = report.measures.find(({ key }) => key === 'rate');
    expect(rate && countBehind(levelled, rate)?.key).toBe('answered');
    const states = { ...report, measures: report.measures.filter(({ kind }) => kind === 'duration') };
    expect(states.measures.map((each) => countBehind(states, each))).toEqual([undefined]);
  });
  it('open in the list: whole days are its days, all else stays one condition', () => {
    const url = recordsUrl({ ...span, agent: '10001', figure: 'a.b' });
    expect(url).toEqual({ days: '2026-11-21_2026-11-21', figure: 'a.b?agent=10001' });
    expect(figureArgs(url.figure ?? '')).toEqual({ figure: 'a.b', agent: '10001' });
    const part = recordsUrl({ from_ms: span.from_ms + 3_600_000, to_ms: span.to_ms, figure: 'a.b' });
    expect(part.days).toBe('all');
    expect(figureArgs(part.figure ?? '')).toMatchObject({ figure: 'a.b', to_ms: String(span.to_ms) });
  });
  it('are named in the chip', () => {
    const { figure = '' } = recordsUrl({ ...span, figure_agents: '12', figure: 'a.b' }, '何苗');
    expect(figureWords(figure, () => '呼入电话统计 · 未接')).toBe('呼入电话统计 · 未接 · 何苗');
    expect(figureArgs(figure)).toEqual({ figure: 'a.b', figure_agents: '12' });
  });
});

describe('the menu and the mails', () => {
  it('groups the reports in the order of the trade', () => {
    const groups = groupsOf([
      report,
      { ...report, key: 'x', group: 'queues' },
      { ...report, key: 'y', group: 'calls' },
    ]);
    expect(groups.map((group) => group.title)).toEqual(['电话统计', '坐席', '队列与等待']);
    expect(groupsOf([{ ...report, group: 'brand_new' }, report]).map((group) => group.key)).toEqual([
      'agents',
      'brand_new',
    ]);
  });
  it('says when a report goes out', () => {
    expect(whenText(usualTime)).toBe('每天 08:00');
    expect(whenText({ ...usualTime, every: 'week' })).toBe('每周一 08:00');
    expect(whenText({ ...usualTime, every: 'week', weekday: 7 })).toBe('每周日 08:00');
    expect(whenText({ ...usualTime, every: 'month', month_day: 15, hour: 20 })).toBe('每月 15 日 20:00');
    expect(whenText({ ...usualTime, every: 'month', month_day: 0, hour: 20 })).toBe('每月最后一天 20:00');
  });
  it('reads addresses as people write them', () => {
    expect(addressesOf('a@x.cn, b@x.cn；a@x.cn\nc@x.cn')).toEqual(['a@x.cn', 'b@x.cn', 'c@x.cn']);
    expect(addressesOf('a@x.cn nobody')).toBeNull();
    expect(addressesOf(' ')).toEqual([]);
  });
});
