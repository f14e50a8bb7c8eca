import { shallowRef, type ShallowRef } from 'vue';
import { fetchSurveyChart, type SurveyChart } from '@/api/services';

const levels = shallowRef<readonly string[]>([]);
let asked = false;

/** The company's levels of satisfaction, as the chart names them. */
export function learnLevels(chart: SurveyChart): void {
  const known = chart.items.map((item) => item.level);
  if (known.join() !== levels.value.join()) {
    levels.value = known;
  }
}

/** Asked for once; lists that filter by level read it whenever they are drawn. */
export function useLevels(): ShallowRef<readonly string[]> {
  if (!asked) {
    asked = true;
    fetchSurveyChart({}).then(learnLevels, () => (asked = false));
  }
  return levels;
}
