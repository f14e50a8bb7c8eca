import { expect, it } from 'vitest';
import { percentOf, roomText } from './disk_words';

it('tells room as people read it (R266)', () => {
  expect(roomText(48.25 * 1024 ** 3)).toBe('48.3 GB');
  expect(roomText(512 * 1024 ** 3)).toBe('512 GB');
  expect(percentOf(99, 1000)).toBe(9);
  expect(percentOf(1, 0)).toBe(0);
});
