import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';

const kept = new Map<string, object>();
const failing = { on: false };
vi.mock('@/api/form_drafts', () => ({
  fetchDrafts: () => Promise.resolve([...kept].map(([about, document]) => ({ about, document, saved_at_ms: 5 }))),
  keepDraft: (about: string, document: object) => {
    if (failing.on) return Promise.reject(new Error('away'));
    kept.set(about, JSON.parse(JSON.stringify(document)) as object);
    return Promise.resolve();
  },
  dropDraft: (about: string) => {
    kept.delete(about);
    return Promise.resolve();
  },
}));

const { everyMs, useFormDraft } = await import('./use_form_draft');

/** One page with a form that is kept under a name. */
function page(name = 'call-1') {
  const scope = effectScope();
  const text = ref('');
  const about = ref(name);
  const draft = scope.run(() =>
    useFormDraft<{ text: string }>(
      () => about.value,
      () => (text.value ? { text: text.value } : null),
      (document) => (text.value = document.text),
    ),
  );
  if (!draft) {
    throw new Error('the scope has ended');
  }
  return { scope, text, about, draft };
}
const settle = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
  await nextTick();
};

describe('R074: what is typed is kept on the server', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    kept.clear();
    failing.on = false;
    setActivePinia(createPinia());
  });
  afterEach(() => vi.useRealTimers());

  it('every three seconds while one types, and is there in the next page', async () => {
    const first = page();
    await settle(0);
    first.text.value = '一';
    await settle(1000);
    first.text.value = '一二';
    await settle(1000);
    expect(kept.size).toBe(0);
    await settle(everyMs - 2000);
    expect(kept.get('call-1')).toEqual({ text: '一二' });
    expect(first.draft.savedAtMs.value).toBeGreaterThan(0);

    setActivePinia(createPinia());
    const second = page();
    await settle(0);
    expect(second.text.value).toBe('一二');
    expect(second.draft.savedAtMs.value).toBe(5);
  });

  it('goes when the form is saved or emptied', async () => {
    const one = page();
    await settle(0);
    one.text.value = '一';
    await settle(everyMs);
    await one.draft.done();
    expect(kept.size).toBe(0);
    one.text.value = '二';
    await settle(everyMs);
    one.text.value = '';
    await settle(everyMs);
    expect(kept.size).toBe(0);
  });

  it('is kept at once when the page goes, and never written over what is typed already', async () => {
    const one = page();
    await settle(0);
    one.text.value = '一';
    await settle(100);
    one.scope.stop();
    await settle(0);
    expect(kept.get('call-1')).toEqual({ text: '一' });
    setActivePinia(createPinia());
    const next = page();
    next.text.value = '别的';
    await settle(0);
    expect(next.text.value).toBe('别的');
  });

  it('says when the server does not have it, and tries again', async () => {
    const one = page();
    await settle(0);
    failing.on = true;
    one.text.value = '一';
    await settle(everyMs);
    expect(one.draft.isLocal.value).toBe(true);
    failing.on = false;
    await settle(everyMs);
    expect(one.draft.isLocal.value).toBe(false);
    expect(kept.get('call-1')).toEqual({ text: '一' });
  });
});
