import { describe, expect, it } from 'vitest';
import type { LostCall, MissedCall } from '@/api/services';
import type { RecordMark } from '@/api/call_records';
import { useLanguage } from '@/i18n';
import { fakeCall, agent, ringingColleague } from '@/softphone/calls_fake';
import { lostActs, lostTag } from '../lost_calls/acts';
import { missedActs } from '../missed_calls/acts';
import { markDetail, markTitle, placeOf } from '../records/marks';
import { attendanceOf, meetingOf } from '../rooms/meetings';
import { levelTag } from '../surveys/level_tag';

const lost = (over: Partial<LostCall>): LostCall =>
  ({ state: 'free', mine: false, number: '138', owner: '', ...over }) as LostCall;
const ids = (acts: readonly { id: string }[]): string[] => acts.map((act) => act.id);

describe('a lost call', () => {
  it('is taken before it is dialled; only its owner goes on with it; a finished one has no buttons', () => {
    expect(ids(lostActs(lost({}), true))).toEqual(['occupy']);
    const mine = lost({ state: 'occupied', mine: true });
    expect(ids(lostActs(mine, true))).toEqual(['call_back', 'complete', 'release']);
    expect(ids(lostActs(mine, false))).toEqual(['complete', 'release']);
    expect(lostActs(lost({ state: 'occupied' }), true)).toEqual([]);
    expect(lostActs(lost({ state: 'completed', mine: true }), true)).toEqual([]);
  });

  it('says whose it is', async () => {
    await useLanguage('zh-CN');
    expect(lostTag(lost({ state: 'occupied', owner: '10002', owner_name: '李强' })).text).toBe('李强占有');
    expect(lostTag(lost({ state: 'completed', mine: true })).text).toBe('我已完成');
  });
});

describe('a missed call', () => {
  it('can be called back and marked either way', () => {
    expect(ids(missedActs({ handled: false } as MissedCall, true, true))).toEqual(['call_back', 'handled']);
    expect(ids(missedActs({ handled: true } as MissedCall, false, true))).toEqual(['unhandled']);
  });

  it('leads to what a colleague talked, for whoever may hear it (R103)', () => {
    const taken = { handled: true, recording: '7' } as MissedCall;
    expect(ids(missedActs(taken, true, true))).toEqual(['call_back', 'unhandled', 'play']);
    expect(ids(missedActs(taken, true, false))).toEqual(['call_back', 'unhandled']);
  });
});

describe('a mark of the time line', () => {
  const mark = (over: Partial<RecordMark>): RecordMark => ({
    at_ms: 1500,
    kind: 'hold',
    text: '',
    agent: '',
    agent_name: '',
    ...over,
  });

  it('has words for the closed lists and keeps what is not one', async () => {
    await useLanguage('zh-CN');
    expect(markDetail(mark({ kind: 'supervision', text: 'whisper', agent_name: '沈竹' }))).toBe('耳语 · 沈竹');
    expect(markDetail(mark({ kind: 'transfer', text: '8002' }))).toBe('8002');
    expect(markTitle(mark({ kind: 'consult_ended' }))).toBe('咨询结束');
    expect(markTitle(mark({ kind: 'of_tomorrow' as RecordMark['kind'] }))).toBe('of_tomorrow');
  });

  it('tells the steps of a voice flow by the title of the node, or by what it is', async () => {
    await useLanguage('zh-CN');
    expect(markDetail(mark({ kind: 'flow', text: '主菜单 1' }))).toBe('主菜单 1');
    expect(markDetail(mark({ kind: 'flow', text: 'menu1 2' }))).toBe('按键菜单 · 按 2');
    expect(markDetail(mark({ kind: 'flow', text: 'go1' }))).toBe('转接');
  });

  it('lies in the recording or outside it', () => {
    expect(placeOf(mark({}), 1000, 2000)).toBe(25);
    expect(placeOf(mark({ at_ms: 900 }), 1000, 2000)).toBeNull();
    expect(placeOf(mark({}), 1000, 0)).toBeNull();
  });
});

it('knows which call is the meeting of a room, and who is inside', () => {
  const meeting = fakeCall({ room: '晨会', legs: [agent, ringingColleague] });
  expect(meetingOf({ name: '晨会' }, [fakeCall(), meeting])).toBe(meeting);
  expect(meetingOf({ name: '周会' }, [fakeCall(), meeting])).toBeNull();
  expect(attendanceOf(meeting)).toEqual({ inside: [agent], ringing: [ringingColleague] });
});

it('shows a rating that has a reason as bad', async () => {
  await useLanguage('zh-CN');
  expect(levelTag({ level: '不满意', reason: '其他原因' })).toEqual({ text: '不满意', tone: 'bad' });
  expect(levelTag({ level: '', reason: '' }).text).toBe('未评价');
});
