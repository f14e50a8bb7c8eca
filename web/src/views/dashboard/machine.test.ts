import { describe, expect, it } from 'vitest';
import type { SystemFacts } from '@/api/figures';
import { daysLeft, usedOf, usedPart } from './machine';

const gb = 1024 ** 3;
const facts = (free: number, aDay: number): SystemFacts =>
  ({
    recorded_bytes_a_day: aDay,
    disks: [{ path: '/', total_bytes: 500 * gb, free_bytes: free, ours: true }],
  }) as SystemFacts;

describe('system panel (R247)', () => {
  it('says what is used of what there is', () => {
    expect(usedOf(16 * gb, 12.9 * gb)).toBe('3.1 / 16.0 GB');
    expect(usedOf(512 * gb, 100 * gb)).toBe('412 / 512 GB');
    expect(usedPart(0, 0)).toBe(0);
  });
  it('foresees when recordings have filled the disk', () => {
    expect(daysLeft(facts(90 * gb, 5 * gb))).toBe(18);
    expect(daysLeft(facts(90 * gb, 0))).toBeNull();
    expect(daysLeft(facts(400 * gb, gb / 100))).toBeNull();
  });
});
