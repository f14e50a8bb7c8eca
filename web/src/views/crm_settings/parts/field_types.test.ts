import { describe, expect, it } from 'vitest';
import { hasChoices, nextKey } from './field_types';

describe('keys of parts (R160)', () => {
  it('are new each time', () => {
    expect(nextKey([], 'c')).toBe('c1');
    expect(nextKey([{ key: 'c1' }, { key: 'c7' }, { key: 'male' }], 'c')).toBe('c8');
  });
  it('knows the closed types', () => {
    expect((['select', 'radio', 'checks'] as const).every(hasChoices)).toBe(true);
    expect((['text', 'date', 'person'] as const).some(hasChoices)).toBe(false);
  });
});
