import { describe, expect, it } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { ApiError } from '@/api/errors';
import { useFetched } from './use_fetched';

const settled = async (): Promise<void> => {
  await nextTick();
  await new Promise((done) => setTimeout(done));
};

type Answer = () => Promise<string[]>;

function fetched(answers: { a: Answer; b: Answer }) {
  const key = ref<'a' | 'b'>('a');
  const made = effectScope().run(() =>
    useFetched(
      () => key.value,
      () => answers[key.value](),
    ),
  );
  if (!made) throw new Error('the scope is over');
  return { key, ...made };
}

describe('useFetched', () => {
  it('drops an answer to an older question', async () => {
    let late: (rows: string[]) => void = () => {};
    const { key, value, state } = fetched({
      a: () => new Promise((done) => (late = done)),
      b: () => Promise.resolve(['of b']),
    });
    expect(state.value).toBe('loading');
    key.value = 'b';
    await settled();
    late(['of a']);
    await settled();
    expect(value.value).toEqual(['of b']);
    expect(state.value).toBe('ready');
  });

  it('keeps what was there when asking again fails, but not under another key', async () => {
    let fails = false;
    const failing = (): Promise<string[]> =>
      fails ? Promise.reject(new ApiError(503, 'x', 'x')) : Promise.resolve(['row']);
    const { key, value, error, state, load } = fetched({ a: failing, b: failing });
    await settled();
    fails = true;
    await load();
    expect(value.value).toEqual(['row']);
    expect(error.value?.status).toBe(503);
    expect(state.value).toBe('ready');
    key.value = 'b';
    await settled();
    expect(value.value).toBeNull();
    expect(state.value).toBe('error');
  });

  it('calls no rows and nothing found both empty', async () => {
    const { key, state } = fetched({
      a: () => Promise.resolve([]),
      b: () => Promise.reject(new ApiError(404, 'x', 'x')),
    });
    await settled();
    expect(state.value).toBe('empty');
    key.value = 'b';
    await settled();
    expect(state.value).toBe('empty');
  });
});
