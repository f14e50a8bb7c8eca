import { describe, expect, it } from 'vitest';
import { sizeOfSms } from './segments';

const size = (unicode: boolean, units: number, segments: number, left: number) => ({ unicode, units, segments, left });

// The same cases as server/office/sms/segments_test.cpp.
describe('R064: the segments of a text', () => {
  it('counts as telephones do', () => {
    expect(sizeOfSms('')).toEqual(size(false, 0, 0, 160));
    expect(sizeOfSms('a'.repeat(160))).toEqual(size(false, 160, 1, 0));
    expect(sizeOfSms('a'.repeat(161))).toEqual(size(false, 161, 2, 145));
    expect(sizeOfSms('a'.repeat(307))).toEqual(size(false, 307, 3, 152));
    expect(sizeOfSms('£5 €')).toEqual(size(false, 5, 1, 155));
    expect(sizeOfSms('字'.repeat(70))).toEqual(size(true, 70, 1, 0));
    expect(sizeOfSms('字'.repeat(71))).toEqual(size(true, 71, 2, 63));
    expect(sizeOfSms('a'.repeat(70) + '字')).toEqual(size(true, 71, 2, 63));
    expect(sizeOfSms('字'.repeat(135))).toEqual(size(true, 135, 3, 66));
  });
  it('tears no sign apart', () => {
    expect(sizeOfSms('a'.repeat(152) + '€' + 'a'.repeat(8))).toEqual(size(false, 162, 2, 143));
    expect(sizeOfSms('字'.repeat(66) + '😀' + '字'.repeat(4))).toEqual(size(true, 72, 2, 61));
  });
});
