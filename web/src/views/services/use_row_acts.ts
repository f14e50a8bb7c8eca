import { ref } from 'vue';
import { usePhoneCommands } from '@/stores/phone_commands';
import { useToasts } from '@/stores/toasts';

/** Does something with a row and shows the list as it is afterwards; what the server refuses is said once. */
export function useRowActs() {
  const list = ref<{ reload: () => void } | null>(null);
  const toasts = useToasts();
  const { dial } = usePhoneCommands();

  async function change(act: () => Promise<unknown>, done?: string): Promise<boolean> {
    try {
      await act();
      if (done) {
        toasts.show('ok', done);
      }
      return true;
    } catch (problem) {
      toasts.fail(problem);
      return false;
    } finally {
      list.value?.reload();
    }
  }
  return { list, change, dial };
}
