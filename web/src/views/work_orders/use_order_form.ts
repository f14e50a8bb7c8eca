import { shallowRef, type ShallowRef } from 'vue';
import { fetchOrderForm, type OrderForm } from '@/api/work_orders';

const form = shallowRef<OrderForm | null>(null);

/** What the form of an order offers: asked for again each time, because people leave and groups change. */
export function useOrderForm(): { form: ShallowRef<OrderForm | null>; load: () => Promise<void> } {
  const load = async (): Promise<void> => {
    try {
      form.value = await fetchOrderForm();
    } catch {
      // What was there is offered; the server checks.
    }
  };
  void load();
  return { form, load };
}
