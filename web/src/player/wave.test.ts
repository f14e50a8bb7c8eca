import { describe, expect, it } from 'vitest';
import { barsOf, clampTo, heightOf, speakingPercent } from './wave';

describe('a wave', () => {
  it('keeps the loudest moment of each bar', () => {
    expect(barsOf([0.1, 0.9, 0.2, 0.3], 2)).toEqual([0.9, 0.3]);
    expect(barsOf([0.1, 0.9], 4)).toEqual([0.1, 0.1, 0.9, 0.9]);
    expect(barsOf([], 4)).toEqual([]);
  });

  it('shows silence as nothing and never leaves its box', () => {
    expect(heightOf(0.02)).toBe(0);
    expect(heightOf(0.25)).toBe(0.5);
    expect(heightOf(3)).toBe(1);
  });

  it('knows how much a side spoke', () => {
    expect(speakingPercent([0, 0.5, 0.01, 0.3])).toBe(50);
    expect(speakingPercent([])).toBe(0);
  });

  it('seeks within the recording only', () => {
    expect(clampTo(-5, 60)).toBe(0);
    expect(clampTo(75, 60)).toBe(60);
  });
});
