import { computed, ref, type ComputedRef } from 'vue';

// ECharts paints with colours, not with roles: they are read from the tokens, again whenever look or skin changes.

export interface ChartColours {
  answered: string;
  missed: string;
  /** A third kind of bar, and a rate's line: four hues at most in one picture. */
  third: string;
  rate: string;
  ink: string;
  faint: string;
  line: string;
  surface: string;
}

const looks = ref(0);
new MutationObserver(() => (looks.value += 1)).observe(document.documentElement, {
  attributes: true,
  attributeFilter: ['class', 'data-skin'],
});

/** The roles as they are at `element`, which may be dark in a light page. */
export function useChartColours(element: () => Element | null): ComputedRef<ChartColours> {
  return computed(() => {
    void looks.value;
    const style = getComputedStyle(element() ?? document.documentElement);
    const of = (name: string): string => style.getPropertyValue(name).trim();
    return {
      answered: of('--ch-agent'),
      missed: of('--chart-missed'),
      third: of('--st-idle'),
      rate: of('--st-hold'),
      ink: of('--ink-2'),
      faint: of('--ink-3'),
      line: of('--line'),
      surface: of('--surface'),
    };
  });
}
