import { describe, expect, it } from 'vitest';
import { countsArgs, readCounts, writeCounts } from './use_counts';

describe('what the figures of a questionnaire are narrowed to', () => {
  it('stands in the address, and nothing that is usual', () => {
    const usual = readCounts({});
    expect(usual).toEqual({ questionnaire: '', days: 'today', department: '', agent: '' });
    expect(writeCounts(usual)).toEqual({});
    const narrowed = { questionnaire: '7', days: 'today', department: 'sales', agent: '10001' };
    expect(readCounts(writeCounts(narrowed))).toEqual(narrowed);
  });

  it('is asked of the server from midnight to midnight', () => {
    const args = countsArgs({ questionnaire: '7', days: 'today', department: '', agent: '' }, new Date(2026, 10, 22));
    expect(args.questionnaire).toBe('7');
    expect(Number(args.to_ms) - Number(args.from_ms)).toBe(24 * 60 * 60 * 1000);
    expect(Object.keys(args)).toEqual(['questionnaire', 'from_ms', 'to_ms']);
  });
});
