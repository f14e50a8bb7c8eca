import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, h, type App } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { ApiError } from '@/api/errors';
import type { Query } from '@/api/client';
import type { Page } from '@/api/schema';
import { readChoices } from './list_choices';
import { withConditions } from './list_query';
import type { ListSpec } from './list_spec';
import { useList } from './use_list';

const records = vi.hoisted(() => new Set<(id: string) => void>());
vi.mock('@/stores/live', () => ({
  useLive: () => ({
    onRecord: (listener: (id: string) => void) => {
      records.add(listener);
      return () => records.delete(listener);
    },
  }),
}));

interface Row {
  id: string;
}
interface Asked {
  query: Query;
  signal: AbortSignal;
  answer: (ids: string[], total?: number) => Promise<void>;
  fail: (error: ApiError) => Promise<void>;
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

let asked: Asked[] = [];
let router: Router;
let app: App;
let list: ReturnType<typeof useList<Row>>;

function fetchRows(query: Query, signal: AbortSignal): Promise<Page<Row>> {
  return new Promise((resolve, reject) => {
    asked.push({
      query,
      signal,
      answer: async (ids, total = ids.length) => {
        resolve({ items: ids.map((id) => ({ id })), total, page: 1, size: 25 });
        await settled();
      },
      fail: async (error) => {
        reject(error);
        await settled();
      },
    });
  });
}
const spec: ListSpec<Row> = {
  name: 'rows',
  title: '',
  empty: '',
  order: '-created_at_ms',
  columns: [{ key: 'talk', title: '', width: 80, sort: 'talk_s' }],
  filters: [{ key: 'queue', title: '', kind: 'choice' }],
  presets: [],
  keyOf: (row) => row.id,
  fetch: fetchRows,
};

async function open(path: string): Promise<void> {
  const page = {
    setup() {
      list = useList(spec, readChoices(null));
      return () => h('div');
    },
  };
  const other = { render: () => h('div') };
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/rows', name: 'rows', component: other },
      { path: '/other', name: 'other', component: other },
    ],
  });
  await router.push(path);
  app = createApp(page);
  app.use(router).mount(document.createElement('div'));
}
async function nth(index: number): Promise<Asked> {
  await settled();
  const found = asked[index];
  if (!found) {
    throw new Error(`only ${asked.length} requests`);
  }
  return found;
}

beforeEach(() => {
  setActivePinia(createPinia());
  asked = [];
});
afterEach(() => {
  app.unmount();
  vi.useRealTimers();
});

describe('a list', () => {
  it('asks what the URL says', async () => {
    await open('/rows?queue=600&sort=-talk_s&page=2');
    const first = await nth(0);
    expect(first.query).toEqual({ queue: '600', sort: '-talk_s', page: 2, size: 25 });
    expect(list.state.value).toBe('loading');
    await first.answer(['a'], 26);
    expect(list.state.value).toBe('ready');
    expect(list.answer.value).toEqual({ rows: [{ id: 'a' }], total: 26 });
  });

  it('writes what is chosen into the URL, and back undoes it', async () => {
    await open('/rows');
    await (await nth(0)).answer(['a']);
    list.change(withConditions(list.query.value, { queue: '600' }));
    expect((await nth(1)).query).toMatchObject({ queue: '600' });
    expect(router.currentRoute.value.query).toEqual({ queue: '600' });
    router.back();
    await settled();
    expect((await nth(2)).query).not.toHaveProperty('queue');
  });

  it('keeps the old rows while it asks, and never shows an answer that was overtaken', async () => {
    await open('/rows');
    await (await nth(0)).answer(['a']);
    list.change(withConditions(list.query.value, { queue: '600' }));
    const slow = await nth(1);
    expect([list.state.value, list.isAsking.value, list.answer.value.rows.length]).toEqual(['ready', true, 1]);
    list.change(withConditions(list.query.value, { queue: '601' }));
    const quick = await nth(2);
    expect(slow.signal.aborted).toBe(true);
    await quick.answer(['quick']);
    await slow.answer(['slow']);
    expect(list.answer.value.rows).toEqual([{ id: 'quick' }]);
    expect(list.isAsking.value).toBe(false);
  });

  it('says what failed and tries again', async () => {
    await open('/rows');
    await (await nth(0)).fail(new ApiError(500, 'internal', 'no', 'r-1'));
    expect([list.state.value, list.error.value?.requestId]).toEqual(['error', 'r-1']);
    list.reload();
    expect(list.state.value).toBe('loading');
    await (await nth(1)).answer(['a']);
    expect(list.state.value).toBe('ready');
  });

  it('goes to the last page when the one asked for is gone', async () => {
    await open('/rows?page=9');
    await (await nth(0)).answer([], 30);
    expect((await nth(1)).query).toMatchObject({ page: 2 });
  });

  it('leaves another page alone, and an opened row asks nothing', async () => {
    await open('/rows');
    await (await nth(0)).answer(['a']);
    await router.push('/other?queue=1');
    await router.push('/rows?open=a');
    await settled();
    expect(asked).toHaveLength(1);
  });

  it('counts new rows without touching those that are read', async () => {
    await open('/rows');
    await (await nth(0)).answer(['a'], 1);
    vi.useFakeTimers();
    records.forEach((tell) => tell('b'));
    records.forEach((tell) => tell('c'));
    vi.advanceTimersByTime(3000);
    vi.useRealTimers();
    const probe = await nth(1);
    expect(probe.query).toMatchObject({ page: 1, size: 10 });
    await probe.answer(['c', 'b', 'a'], 3);
    expect(list.fresh.value).toBe(2);
    expect(list.answer.value.rows).toEqual([{ id: 'a' }]);
    list.reload();
    await (await nth(2)).answer(['c', 'b', 'a'], 3);
    expect(list.fresh.value).toBe(0);
  });
});
