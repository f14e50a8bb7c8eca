import { beforeEach, expect, it } from 'vitest';
import { claimPopup } from './opened_calls';

beforeEach(() => localStorage.clear());

it('lets one tab open the page of a call, once (R068)', async () => {
  expect(await claimPopup('1')).toBe(true);
  expect(await claimPopup('1')).toBe(false);
  expect(await claimPopup('2')).toBe(true);
  for (let call = 3; call < 40; call += 1) {
    await claimPopup(String(call));
  }
  expect(JSON.parse(localStorage.getItem('yinghe.popups') ?? '[]')).toHaveLength(20);
  localStorage.setItem('yinghe.popups', 'broken');
  expect(await claimPopup('39')).toBe(true);
});
