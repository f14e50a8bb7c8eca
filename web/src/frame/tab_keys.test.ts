import { expect, it } from 'vitest';
import { tabStepOf } from './tab_keys';

const press = (key: string, over: KeyboardEventInit = { ctrlKey: true, altKey: true }): number =>
  tabStepOf(new KeyboardEvent('keydown', { key, ...over }));

it('Ctrl Alt and an arrow go to the tab beside; anything else is not ours (R081)', () => {
  expect(press('ArrowRight')).toBe(1);
  expect(press('ArrowLeft')).toBe(-1);
  expect(press('ArrowUp')).toBe(0);
  expect(press('ArrowLeft', { altKey: true })).toBe(0);
  expect(press('ArrowLeft', { ctrlKey: true })).toBe(0);
  expect(press('ArrowLeft', { ctrlKey: true, altKey: true, shiftKey: true })).toBe(0);
});
