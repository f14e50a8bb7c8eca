import { computed, ref, watch, type ComputedRef } from 'vue';
import { useRoute } from 'vue-router';
import type { SupervisionMode } from '@/realtime/messages';
import { supervisionOf } from '@/softphone/constellation';
import { useCallCommands } from '@/stores/call_commands';
import { usePhone } from '@/stores/phone';
import type { AgentCard } from './agent_cards';
import { obstacleFor, supervisedAgent } from './supervision';

/** Which agent's panel stands beside the floor. It opens for the session that is up (also after a refresh), for a link
 * from the bar, and by hand; folding it leaves the session alone. */
export function usePanel(cards: () => readonly AgentCard[]): {
  card: ComputedRef<AgentCard | undefined>;
  modeOf: (card: AgentCard) => SupervisionMode | undefined;
  maySupervise: (card: AgentCard) => boolean;
  open: (number: string) => void;
  listen: (card: AgentCard) => void;
  fold: () => void;
} {
  const route = useRoute();
  const phone = usePhone();
  const commands = useCallCommands();
  const shown = ref('');
  const mine = computed(() => supervisedAgent(phone.call, phone.myNumber));
  watch(mine, (number) => number && (shown.value = number), { immediate: true });
  watch(
    () => (route.name === 'wall' ? String(route.query.agent ?? '') : ''),
    (number) => number && (shown.value = number),
    { immediate: true },
  );
  const card = computed(() => cards().find(({ agent }) => agent.number === shown.value));
  const me = computed(() => ({ number: phone.myNumber, hasPhone: phone.hasPhone, view: phone.view }));

  return {
    card,
    modeOf: ({ agent }) => (agent.number === mine.value ? supervisionOf(phone.call)?.mode : undefined),
    maySupervise: (each) => obstacleFor(each, me.value) === null,
    open: (number) => (shown.value = number),
    listen: (each) => {
      shown.value = each.agent.number;
      if (each.call) {
        void commands.supervise(each.call.id, 'listen');
      }
    },
    fold: () => (shown.value = ''),
  };
}
