import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import type { Flow } from '@/api/config_types';
import { ApiError } from '@/api/errors';
import { keptDraft } from './flow_drafts';
import { useAutosave } from './use_autosave';

const save = vi.hoisted(() => vi.fn());
vi.mock('@/api/config', () => ({ saveFlowDraft: save }));
const flow = (name: string): Flow => ({ code: 'main', name, start: '', node: [] });

describe('saving as one draws', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    save.mockReset();
    localStorage.clear();
  });
  afterEach(() => vi.useRealTimers());
  const start = (): ReturnType<typeof useAutosave> => effectScope().run(() => useAutosave(() => 'demo')) as never;

  it('sends the last of several edits, a moment later', async () => {
    save.mockResolvedValue(undefined);
    const autosave = start();
    autosave.changed(flow('a'));
    autosave.changed(flow('b'));
    expect(keptDraft('demo', 'main')?.name).toBe('b');
    await vi.advanceTimersByTimeAsync(1000);
    expect(save.mock.calls.map(([sent]) => (sent as Flow).name)).toEqual(['b']);
    expect(autosave.state.value).toBe('saved');
    expect(keptDraft('demo', 'main')).toBeNull();
  });

  it('keeps the draft here while the network is gone, and sends it by itself when it is back', async () => {
    save.mockRejectedValueOnce(new ApiError(0, 'page.away', ''));
    const autosave = start();
    autosave.changed(flow('a'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(autosave.state.value).toBe('local');
    expect(keptDraft('demo', 'main')?.name).toBe('a');
    save.mockResolvedValue(undefined);
    await vi.advanceTimersByTimeAsync(5000);
    expect(autosave.state.value).toBe('saved');
    expect(keptDraft('demo', 'main')).toBeNull();
  });

  it('says what the server refuses, and does not ask it again and again', async () => {
    save.mockRejectedValue(new ApiError(422, 'config.invalid', 'no'));
    const autosave = start();
    autosave.changed(flow('a'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(autosave.state.value).toBe('failed');
    expect(save).toHaveBeenCalledTimes(1);
    expect(await autosave.flush()).toBe(false);
  });
});
