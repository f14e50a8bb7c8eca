import { computed, watch } from 'vue';
import { autoOccasion } from '@/softphone/auto_state';
import { useCallOptions } from '@/stores/call_options';
import { usePhone } from '@/stores/phone';
import { usePhoneCommands } from '@/stores/phone_commands';

/** Carries out what the agent chose to have done by itself (R044), in the page that is the telephone. */
export function useAutoState(): void {
  const phone = usePhone();
  const options = useCallOptions();
  const commands = usePhoneCommands();
  const reachable = computed(() =>
    phone.hasBrowserPhone ? phone.state.line === 'online' : phone.agent?.device_online === true,
  );
  watch(
    () =>
      autoOccasion({
        option: options.autoState,
        agent: phone.agent,
        kind: phone.view.kind,
        call: phone.call?.id ?? '',
        reachable: reachable.value,
      }),
    (occasion) => {
      if (occasion.startsWith('idle')) void commands.goReady('auto_idle');
      else if (occasion) void commands.setState('busy', 'auto_busy');
    },
    { immediate: true },
  );
}
