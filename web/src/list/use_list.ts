import {
  computed,
  onActivated,
  onDeactivated,
  onScopeDispose,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type Ref,
} from 'vue';
import { useRoute, useRouter, type RouteLocationRaw } from 'vue-router';
import { asApiError, type ApiError } from '@/api/errors';
import { calendarDate } from '@/realtime/company_time';
import { useLive } from '@/stores/live';
import type { ListChoices } from './list_choices';
import { filterArgs, readQuery, requestArgs, writeQuery, type ListQuery } from './list_query';
import type { ListSpec } from './list_spec';
import { lastPage } from './pages';

/** `ready` keeps its rows while a new query runs (`isAsking`); `error` has none to keep. */
export type ListState = 'loading' | 'ready' | 'error';

export interface ListAnswer<Row> {
  rows: readonly Row[];
  total: number;
  /** There are more rows than `total`. */
  more?: boolean;
  /** The quick search looked no further back than this. */
  searchedFrom?: number | null;
}

interface List<Row> {
  query: ComputedRef<ListQuery>;
  state: Ref<ListState>;
  isAsking: Ref<boolean>;
  answer: Ref<ListAnswer<Row>>;
  error: Ref<ApiError | null>;
  /** Rows that were written since and fit the conditions. */
  fresh: Ref<number>;
  change: (query: ListQuery) => void;
  reload: () => void;
}

// Record events may come many a second; the list counts what is new at most this often.
const probeEveryMs = 3000;

/** One list: the URL says what is asked, the server answers, `change` writes the URL. Nothing else holds the query. */
export function useList<Row>(spec: ListSpec<Row>, choices: ListChoices): List<Row> {
  const route = useRoute();
  const router = useRouter();
  const live = useLive();
  const query = shallowRef(readQuery(spec, route.query, choices.size));
  const state = ref<ListState>('loading');
  const isAsking = ref(false);
  const answer = shallowRef<ListAnswer<Row>>({ rows: [], total: 0 });
  const error = shallowRef<ApiError | null>(null);
  const fresh = ref(0);
  // Where each page begins, by the last row of the page before: a page far down is found at once by it.
  const beginnings = new Map<string, string>();
  let running: AbortController | null = null;
  let probe: ReturnType<typeof setTimeout> | undefined;
  let isHere = true;
  let missed = false;

  function addressOf(next: ListQuery): RouteLocationRaw {
    const { open } = route.query;
    return { name: spec.name, query: { ...writeQuery(spec, next), ...(open ? { open } : {}) } };
  }

  async function load(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    isAsking.value = true;
    if (state.value === 'error') {
      state.value = 'loading';
    }
    try {
      const args = requestArgs(spec, query.value, calendarDate());
      const page = await spec.fetch({ ...args, after: beginnings.get(JSON.stringify(args)) }, mine.signal);
      if (mine.signal.aborted) {
        return;
      }
      const last = lastPage(page.total, query.value.size);
      if (page.next) {
        beginnings.set(JSON.stringify({ ...args, page: query.value.page + 1 }), page.next);
      }
      if (query.value.page > last && !page.total_is_least) {
        // Rows went away, or the link is old: show the last page there is.
        void router.replace(addressOf({ ...query.value, page: last }));
      } else {
        answer.value = {
          rows: page.items,
          total: page.total,
          more: page.total_is_least,
          searchedFrom: page.searched_from_ms,
        };
        state.value = 'ready';
        fresh.value = 0;
      }
    } catch (problem) {
      if (!mine.signal.aborted) {
        error.value = asApiError(problem);
        answer.value = { rows: [], total: 0 };
        state.value = 'error';
      }
    } finally {
      if (running === mine) {
        isAsking.value = false;
      }
    }
  }

  /** Counts the new rows that fit; the rows that are being read stay where they are. */
  async function count(): Promise<void> {
    probe = undefined;
    if (!isHere || state.value !== 'ready' || isAsking.value) {
      return;
    }
    const asked = query.value;
    const args = { ...filterArgs(spec, asked, calendarDate()), page: 1, size: 10 };
    const page = await spec.fetch(args, AbortSignal.timeout(10_000)).catch(() => null);
    if (page && asked === query.value && !isAsking.value) {
      fresh.value = Math.max(0, page.total - answer.value.total);
    }
  }

  function onRecord(): void {
    missed = missed || !isHere;
    probe ??= isHere ? setTimeout(() => void count(), probeEveryMs) : undefined;
  }

  function change(next: ListQuery): void {
    choices.size = next.size;
    void router.push(addressOf(next));
  }

  watch(
    () => (route.name === spec.name ? route.query : null),
    (url) => {
      if (!url) {
        return;
      }
      const next = readQuery(spec, url, choices.size);
      const isSame = JSON.stringify(writeQuery(spec, next)) === JSON.stringify(writeQuery(spec, query.value));
      if (!isSame) {
        query.value = next;
        void load();
      }
    },
  );
  const forget = live.onRecord(onRecord);
  onDeactivated(() => (isHere = false));
  onActivated(() => {
    isHere = true;
    if (missed) {
      missed = false;
      onRecord();
    }
  });
  onScopeDispose(() => {
    forget();
    clearTimeout(probe);
    running?.abort();
  });
  void load();

  return {
    query: computed(() => query.value),
    state,
    isAsking,
    answer,
    error,
    fresh,
    change,
    reload: () => void load(),
  };
}
