import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope, type Ref } from 'vue';
import { useLiveOrder } from './use_live_order';

let scope: EffectScope;
let answer: () => void;
let saved: string[];
let items: Ref<readonly string[]>;

/** A list whose server answers when the test says so. */
function live(): ReturnType<typeof useLiveOrder<string>> {
  const made = scope.run(() =>
    useLiveOrder<string>({
      items,
      idOf: (item) => item,
      save: async (ids) => {
        saved.push(ids.join(''));
        await new Promise<void>((resolve) => (answer = resolve));
        items.value = [...ids];
      },
    }),
  );
  if (!made) throw new Error('the scope has ended');
  return made;
}

describe('an order that counts at once', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    scope = effectScope();
    saved = [];
    items = ref(['a', 'b', 'c']);
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });

  it('is told half a second after the last move, once', async () => {
    const { rows } = live();
    rows.value = ['b', 'a', 'c'];
    await nextTick();
    vi.advanceTimersByTime(300);
    rows.value = ['b', 'c', 'a'];
    await nextTick();
    vi.advanceTimersByTime(500);
    expect(saved).toEqual(['bca']);
  });

  it('keeps what is moved while the server has not answered', async () => {
    const { rows } = live();
    rows.value = ['b', 'a', 'c'];
    await nextTick();
    vi.advanceTimersByTime(500);
    rows.value = ['c', 'b', 'a'];
    await nextTick();
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(rows.value).toEqual(['c', 'b', 'a']);
    await vi.advanceTimersByTimeAsync(500);
    expect(saved).toEqual(['bac', 'cba']);
  });

  it('takes what the server says when nothing was moved, and when other rows came', async () => {
    const { rows } = live();
    items.value = ['c', 'a', 'b'];
    await nextTick();
    expect(rows.value).toEqual(['c', 'a', 'b']);
    rows.value = ['a', 'c', 'b'];
    items.value = ['c', 'a', 'b', 'd'];
    await nextTick();
    expect(rows.value).toEqual(['c', 'a', 'b', 'd']);
  });

  it('goes back when the server refuses', async () => {
    const { rows } = live();
    rows.value = ['b', 'a', 'c'];
    await nextTick();
    vi.advanceTimersByTime(500);
    items.value = ['a', 'b', 'c'].slice();
    await nextTick();
    expect(rows.value).toEqual(['a', 'b', 'c']);
  });
});
