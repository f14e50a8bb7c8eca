import { onScopeDispose, ref, type Ref } from 'vue';
import { checkFlow } from '@/api/config';
import type { Flow, FlowProblem } from '@/api/config_types';
import { incoming, looseEnds, type Port } from './flow_graph';

const calmMs = 400;

const looseProblem = ({ from, on }: Port): FlowProblem => ({
  node: from,
  output: on,
  code: 'output.unconnected',
  message: '',
});

/**
 * What is wrong with the flow, as the server sees it, and the keys of menus that lead nowhere; while the server is
 * away, the loose ends that the page sees itself.
 */
export function useChecks(): {
  problems: Ref<FlowProblem[]>;
  /** The server has looked at exactly what is on the canvas. */
  isChecked: Ref<boolean>;
  /** The server could not be asked the last time. */
  isAway: Ref<boolean>;
  changed: (flow: Flow) => void;
  checkNow: (flow: Flow) => Promise<void>;
} {
  const problems = ref<FlowProblem[]>([]);
  const isChecked = ref(false);
  const isAway = ref(false);
  let timer: number | undefined;
  let asked: AbortController | undefined;

  async function checkNow(flow: Flow): Promise<void> {
    window.clearTimeout(timer);
    asked?.abort();
    const mine = (asked = new AbortController());
    try {
      const found = await checkFlow(flow, mine.signal);
      if (!mine.signal.aborted) {
        const known = (port: Port): boolean =>
          found.some(({ node, output }) => output === port.on && node === port.from) || port.from === incoming;
        problems.value = [
          ...found,
          ...looseEnds(flow)
            .filter((port) => !known(port))
            .map(looseProblem),
        ];
        isChecked.value = true;
        isAway.value = false;
      }
    } catch {
      if (!mine.signal.aborted) {
        problems.value = looseEnds(flow).map(looseProblem);
        isAway.value = true;
      }
    }
  }

  function changed(flow: Flow): void {
    isChecked.value = false;
    window.clearTimeout(timer);
    asked?.abort(); // its answer would be about what is no longer on the canvas
    timer = window.setTimeout(() => void checkNow(flow), calmMs);
  }

  onScopeDispose(() => {
    window.clearTimeout(timer);
    asked?.abort();
  });
  return { problems, isChecked, isAway, changed, checkNow };
}
