import { computed, onActivated, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { Query } from '@/api/client';
import { asApiError, type ApiError } from '@/api/errors';
import { fetchReport, type ReportAnswer, type ReportFacts } from '@/api/reports';
import type { ListChoices } from '@/list/list_choices';
import { calendarDate } from '@/realtime/company_time';
import { pageArgs, readReport, reportArgs, writeReport, type ReportQuery } from './report_query';

export interface OpenReport {
  query: ComputedRef<ReportQuery>;
  answer: Ref<ReportAnswer | null>;
  /** What the chart is made of: all rows, not those of one page. */
  picture: Ref<Pick<ReportAnswer, 'rows' | 'total'> | null>;
  error: Ref<ApiError | null>;
  isAsking: Ref<boolean>;
  change: (query: ReportQuery) => void;
  reload: () => void;
}

const mostInPicture = { subjects: 20, periods: 400 };

/** What to ask for the chart; null: the rows of the table are it. Who or what is compared over the whole time, hours and
 * days follow each other. */
export function pictureArgs(report: ReportFacts, query: ReportQuery, answer: ReportAnswer, now: Date): Query | null {
  const first = report.charts[0]?.bars[0] ?? report.charts[0]?.line;
  if (!first) return null;
  const isWhole = answer.rows.length >= answer.rows_total;
  if (report.rows === 'none') {
    const isInOrder = !query.sort || query.sort === 'period';
    if (query.period === 'none' || (isWhole && isInOrder)) return null;
    return { ...reportArgs(query, now), sort: 'period', page: 1, page_size: mostInPicture.periods };
  }
  if (query.period !== 'none' && report.periods.includes('none')) {
    return { ...reportArgs(query, now), period: 'none', sort: `-${first}`, page: 1, page_size: mostInPicture.subjects };
  }
  return null;
}

/** One report: the URL says what is asked, the server answers, `change` writes the URL. */
export function useReport(report: () => ReportFacts, choices: () => ListChoices): OpenReport {
  const route = useRoute();
  const router = useRouter();
  const answer = shallowRef<ReportAnswer | null>(null);
  const picture = shallowRef<Pick<ReportAnswer, 'rows' | 'total'> | null>(null);
  const error = ref<ApiError | null>(null);
  const isAsking = ref(false);
  const url = shallowRef(route.query);
  const query = computed(() => readReport(report(), url.value, choices().size));
  let running: AbortController | null = null;

  async function load(): Promise<void> {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    isAsking.value = true;
    const now = calendarDate();
    try {
      const found = await fetchReport(report().key, pageArgs(query.value, now), mine.signal);
      const more = pictureArgs(report(), query.value, found, now);
      const seen = more && !query.value.plain ? await fetchReport(report().key, more, mine.signal) : found;
      if (mine.signal.aborted) return;
      answer.value = found;
      picture.value = query.value.plain ? null : seen;
      error.value = null;
    } catch (problem) {
      if (mine.signal.aborted) return;
      error.value = asApiError(problem);
    } finally {
      if (running === mine) isAsking.value = false;
    }
  }

  watch(
    () => (route.name === 'reports' && route.params.key === report().key ? route.query : null),
    (next) => {
      if (next && JSON.stringify(next) !== JSON.stringify(url.value)) url.value = next;
    },
  );
  watch(
    () => [report().key, JSON.stringify({ ...query.value, plain: query.value.plain && !picture.value })] as const,
    () => void load(),
    { immediate: true },
  );
  // Figures that were left standing are of then, not of now.
  let isFirst = true;
  onActivated(() => {
    if (!isFirst) void load();
    isFirst = false;
  });
  onScopeDispose(() => running?.abort());

  function change(next: ReportQuery): void {
    choices().size = next.size;
    void router.push({ name: 'reports', params: { key: report().key }, query: writeReport(report(), next) });
  }
  return { query, answer, picture, error, isAsking, change, reload: () => void load() };
}
