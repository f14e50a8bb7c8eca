import { ref } from 'vue';
import { expect, it } from 'vitest';
import { useSlotGuard } from './slot_guard';

it('swallows a hurried click after the meaning of a slot has changed', () => {
  let now = 0;
  const meaning = ref('reject');
  const mayClick = useSlotGuard(
    () => meaning.value,
    () => now,
  );
  expect(mayClick()).toBe(true);
  meaning.value = 'hang_up';
  now = 599;
  expect(mayClick()).toBe(false);
  now = 600;
  expect(mayClick()).toBe(true);
});
