import { expect, it } from 'vitest';
import { daysLeft, validityOf } from './validity';

const day = 24 * 3600 * 1000;

it('warns a month before a certificate is over (R034)', () => {
  expect(validityOf(40 * day, 0)).toBe('good');
  expect(validityOf(30 * day, 0)).toBe('good');
  expect(validityOf(29.9 * day, 0)).toBe('soon');
  expect(validityOf(1, 1)).toBe('over');
  expect(daysLeft(29.9 * day, 0)).toBe(29);
  expect(daysLeft(0, day)).toBe(0);
});
