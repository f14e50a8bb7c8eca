import { describe, expect, it } from 'vitest';
import { fromLocal, toLocal } from './local_time';

describe('R208: the time of a plan', () => {
  it('survives the field', () => {
    const at = new Date(2026, 10, 21, 9, 5).getTime();
    expect(toLocal(at)).toBe('2026-11-21T09:05');
    expect(fromLocal(toLocal(at))).toBe(at);
    expect(fromLocal('')).toBe(0);
  });
});
