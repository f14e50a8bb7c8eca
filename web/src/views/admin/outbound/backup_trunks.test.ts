import { describe, expect, it } from 'vitest';
import { choicesAt, placesOf, withChoice } from './backup_trunks';

const names = ['a', 'b', 'c'];

describe('the backup lines of a rule', () => {
  it('can be one more as long as there is another line', () => {
    expect(placesOf(['b'], names)).toEqual(['b', '']);
    expect(placesOf(['b', 'c'], names)).toEqual(['b', 'c']);
    expect(placesOf([], ['a'])).toEqual([]);
  });

  it('are never chosen twice, nor is the rule’s own', () => {
    expect(choicesAt('b', 'a', ['b'], names)).toEqual(['b', 'c']);
    expect(choicesAt('', 'a', ['b'], names)).toEqual(['c']);
  });

  it('are added, changed and taken away in their place', () => {
    expect(withChoice(['b'], 1, 'c')).toEqual(['b', 'c']);
    expect(withChoice(['b', 'c'], 0, 'd')).toEqual(['d', 'c']);
    expect(withChoice(['b', 'c'], 0, '')).toEqual(['c']);
    expect(withChoice([], 0, '')).toEqual([]);
  });
});
