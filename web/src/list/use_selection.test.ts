import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useSelection } from './use_selection';

describe('what is ticked', () => {
  it('survives another page, takes a whole page, and ends with another question', async () => {
    const page = ref(['a', 'b']);
    const question = ref('all');
    const chosen = effectScope().run(() =>
      useSelection(
        () => page.value,
        () => question.value,
      ),
    );
    if (!chosen) throw new Error('no selection');
    chosen.flip('a');
    expect(chosen.ticked.value).toBe('some');
    chosen.flipPage();
    expect([...chosen.keys.value].sort()).toEqual(['a', 'b']);
    expect(chosen.ticked.value).toBe('all');

    page.value = ['c'];
    expect(chosen.ticked.value).toBe('none');
    chosen.flip('c');
    expect(chosen.keys.value.length).toBe(3);

    chosen.flipPage();
    expect([...chosen.keys.value].sort()).toEqual(['a', 'b']);
    question.value = 'some';
    await nextTick();
    expect(chosen.keys.value).toEqual([]);
  });
});
