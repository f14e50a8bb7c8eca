import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue';
import { usePreferences } from '@/stores/preferences';
import { useSession } from '@/stores/session';

function useMedia(query: string): Ref<boolean> {
  const list = window.matchMedia(query);
  const matches = ref(list.matches);
  const follow = (): void => {
    matches.value = list.matches;
  };
  list.addEventListener('change', follow);
  onScopeDispose(() => list.removeEventListener('change', follow));
  return matches;
}

/** Rail or full menu: agents and narrow windows have the rail, unless this browser chose otherwise. */
export function useNavWidth(): { isRail: ComputedRef<boolean>; toggle: () => void } {
  const preferences = usePreferences();
  const session = useSession();
  const isWide = useMedia('(min-width: 1440px)');
  const isRail = computed(() => !isWide.value || !(preferences.navOpen ?? session.role !== 'agent'));
  return { isRail, toggle: () => (preferences.navOpen = isRail.value) };
}

/** Whether the softphone bar has room for every call control. */
export function useRoomyBar(): { isRoomy: ComputedRef<boolean> } {
  const { isRail } = useNavWidth();
  const isWide = useMedia('(min-width: 1440px)');
  const isWider = useMedia('(min-width: 1680px)');
  return { isRoomy: computed(() => isWider.value || (isWide.value && isRail.value)) };
}
