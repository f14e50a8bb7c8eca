import { ref, watch, type Ref } from 'vue';

const isOpen = ref(false);
const wasOpened = ref(false);
const thenReady = ref(false);
watch(isOpen, (open) => (wasOpened.value ||= open), { flush: 'sync' });

/** The device check is one dialog that bar, strips and settings can open; `thenReady`: on the way to going idle. */
export function useDeviceCheck(): { isOpen: Ref<boolean>; wasOpened: Ref<boolean>; thenReady: Ref<boolean> } {
  return { isOpen, wasOpened, thenReady };
}
