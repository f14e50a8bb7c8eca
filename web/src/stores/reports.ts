import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { asApiError, type ApiError } from '@/api/errors';
import { fetchReports, type ReportFacts } from '@/api/reports';
import { i18n } from '@/i18n';
import { useSession } from './session';

/** The reports one may see, in the language of the page: the server declares them. */
export const useReports = defineStore('reports', () => {
  const session = useSession();
  const reports = shallowRef<readonly ReportFacts[] | null>(null);
  const error = ref<ApiError | null>(null);
  let language = '';

  async function load(): Promise<void> {
    const asked = i18n.global.locale.value;
    language = asked;
    error.value = null;
    try {
      const found = await fetchReports();
      if (language === asked) reports.value = found;
    } catch (problem) {
      error.value = asApiError(problem);
    }
  }
  /** A page opens that speaks of reports. */
  function ensure(): void {
    if (session.may('reports.see') && (language !== i18n.global.locale.value || error.value)) void load();
  }
  watch(i18n.global.locale, () => language && ensure());

  /** REPORT.MEASURE in words, for the lists that are narrowed by it. */
  function figureName(figure: string): string {
    const [key = '', measure = ''] = figure.split('.', 2);
    const report = reports.value?.find((each) => each.key === key);
    const column = report?.measures.find((each) => each.key === measure);
    return report && column ? `${report.title} · ${column.title}` : figure;
  }
  return { reports, error, load, ensure, figureName };
});
