import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { createOrder, fetchOrderCounts, type OrderCounts } from '@/api/work_orders';
import { translate } from '@/i18n';
import { useLive } from './live';
import { useSession } from './session';
import { useToasts } from './toasts';

/** How many work orders wait for me (R174): the badge of the menu, the counters of the page. The server says when an
 * order of mine is not as it was. */
export const useWorkOrders = defineStore('work_orders', () => {
  const live = useLive();
  const session = useSession();
  const toasts = useToasts();
  const counts = shallowRef<OrderCounts | null>(null);
  /** Rises with every notice: lists and open orders ask again. */
  const news = ref(0);
  /** Of what the last notice spoke. */
  const changed = ref('');
  /** The order that is shown above the page, wherever that is. */
  const shown = ref('');

  async function load(): Promise<void> {
    if (!session.may('orders.see')) return;
    const before = counts.value;
    try {
      counts.value = await fetchOrderCounts();
    } catch {
      return; // The badge keeps what it showed.
    }
    if (!before) return;
    const offer = { verb: translate('work_orders.open'), act: () => (shown.value = changed.value) };
    if (counts.value.urged > before.urged) {
      toasts.show('info', translate('work_orders.told.urged'), '', offer);
    } else if (counts.value.todo > before.todo) {
      toasts.show('info', translate('work_orders.told.todo'), '', offer);
    }
  }
  live.onNotice(({ about, id }) => {
    if (about !== 'work_order') return;
    changed.value = id;
    news.value += 1;
    void load();
  });
  // Whatever was told while the connection was lost.
  watch(
    () => live.status,
    (now, before) => {
      if (now === 'live' && before !== 'live') void load();
    },
    { immediate: true },
  );

  /** A draft, shown at once. Without a service record it is about this customer, or nobody. */
  async function create(origin: { service?: string; customer?: string } = {}): Promise<void> {
    try {
      shown.value = (await createOrder({ token: crypto.randomUUID(), ...origin })).id;
    } catch (problem) {
      toasts.fail(problem);
    }
  }
  return { counts, news, changed, shown, load, create };
});
