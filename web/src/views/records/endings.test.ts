import { describe, expect, it } from 'vitest';
import type { Ending } from '@/api/call_records';
import english from '@/locales/en/records';
import chinese from '@/locales/zh-CN/records';
import { endingWord, plainReasons, reasonsBySide, sides } from './endings';
import { levelOf, lossPercent } from './quality';

function wordIn(words: object, key: string): unknown {
  return key
    .split('.')
    .slice(1)
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], words);
}
function bothWords(ending: Ending): unknown[] {
  const { key } = endingWord(ending);
  return [wordIn(chinese, key), wordIn(english, key)];
}

describe('how a call ended', () => {
  it('has a sentence in both languages for every reason and side', () => {
    const network = [
      'sip_404',
      'sip_408',
      'sip_480',
      'sip_484',
      'sip_486',
      'sip_488',
      'sip_503',
      'sip_599',
      'sip_no_answer',
    ];
    const causes = [
      'q850_1',
      'q850_17',
      'q850_19',
      'q850_21',
      'q850_34',
      'q850_41',
      'q850_127',
      'sip_302',
      'never_heard_of',
    ];
    for (const side of sides) {
      for (const reason of [...reasonsBySide, ...plainReasons, ...network, ...causes]) {
        for (const word of bothWords({ side, reason })) {
          expect(word, `${side}.${reason}`).toBeTypeOf('string');
        }
      }
    }
  });

  it('tells who hung up, and what the network meant', () => {
    expect(bothWords({ side: 'caller', reason: 'hangup' })).toEqual(['客户挂断', 'Customer hung up']);
    expect(bothWords({ side: 'agent', reason: 'no_answer' })[0]).toBe('坐席未接');
    expect(bothWords({ side: 'carrier', reason: 'sip_404' })[0]).toBe('空号');
    expect(endingWord({ side: 'carrier', reason: 'sip_503' }).values.code).toBe('sip_503');
  });

  it('has words for every closed list of the server', () => {
    const lists: Record<string, string[]> = {
      result: ['answered', 'no_answer', 'busy', 'refused', 'abandoned', 'voicemail', 'failed'],
      direction: ['inbound', 'manual_outbound', 'auto_outbound', 'internal'],
      offer: ['accepted', 'no_answer', 'refused', 'busy', 'unreachable', 'withdrawn'],
      exit: ['connected', 'abandoned', 'timed_out', 'left_empty', 'refused', 'moved', 'process_lost'],
      leg: ['customer', 'agent', 'other'],
    };
    for (const [list, values] of Object.entries(lists)) {
      for (const value of values) {
        expect(wordIn(chinese, `records.${list}.${value}`), `${list}.${value}`).toBeTypeOf('string');
        expect(wordIn(english, `records.${list}.${value}`), `${list}.${value}`).toBeTypeOf('string');
      }
    }
  });
});

describe('quality', () => {
  it('becomes a word', () => {
    expect([4.4, 4.0, 3.9, 3.0, 2.9, 0].map(levelOf)).toEqual(['good', 'good', 'fair', 'poor', 'bad', 'unknown']);
  });
  it('counts loss of all packets sent', () => {
    expect(lossPercent({ packets_received: 950, packets_lost: 50 })).toBe('5.0');
    expect(lossPercent({ packets_received: 0, packets_lost: 0 })).toBe('0.0');
  });
});
