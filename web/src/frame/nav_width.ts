import { computed, onScopeDispose, ref, type ComputedRef } from 'vue';
import { usePreferences } from '@/stores/preferences';
import { useSession } from '@/stores/session';

/** Rail or full menu: agents and narrow windows have the rail, unless this browser chose otherwise. */
export function useNavWidth(): { isRail: ComputedRef<boolean>; toggle: () => void } {
  const preferences = usePreferences();
  const session = useSession();
  const wide = window.matchMedia('(min-width: 1440px)');
  const isWide = ref(wide.matches);
  const follow = (): void => {
    isWide.value = wide.matches;
  };
  wide.addEventListener('change', follow);
  onScopeDispose(() => wide.removeEventListener('change', follow));

  const isRail = computed(() => !isWide.value || !(preferences.navOpen ?? session.role !== 'agent'));
  return { isRail, toggle: () => (preferences.navOpen = isRail.value) };
}
