import { computed, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { AlarmFigure, RaisedAlarm } from '@/api/alarms';
import { isSoundBlocked, playAlarm, unlockSound } from './alarm_sound';

const muteKey = 'yinghe.screen.muted';

export interface ScreenAlarms {
  /** Whether this figure of the whole company is past a threshold. */
  isRaised: (figure: AlarmFigure) => boolean;
  queuesRaised: ComputedRef<ReadonlySet<string>>;
  /** Those that were raised last come first. */
  newest: ComputedRef<readonly RaisedAlarm[]>;
  muted: Ref<boolean>;
  /** The browser makes no sound before somebody has pressed something. */
  blocked: Ref<boolean>;
  toggleSound: () => Promise<void>;
}

/** What the alarms mean for the screen: which figures are orange, and when it sounds. */
export function useAlarms(alarms: () => readonly RaisedAlarm[]): ScreenAlarms {
  const muted = ref(localStorage.getItem(muteKey) === 'yes');
  const blocked = ref(false);
  const newest = computed(() => [...alarms()].sort((a, b) => b.raised_at_ms - a.raised_at_ms));
  const whole = computed(() => new Set(alarms().flatMap(({ queue, figure }) => (queue ? [] : [figure]))));
  const queuesRaised = computed(() => new Set(alarms().flatMap(({ queue }) => (queue ? [queue] : []))));
  const sounding = computed(() => newest.value.filter(({ sound }) => sound));

  onMounted(async () => {
    if (!muted.value) blocked.value = !(await unlockSound());
  });
  watch(sounding, (now, before) => {
    const known = new Set(before.map(({ id }) => id));
    if (muted.value || now.every(({ id }) => known.has(id))) return;
    playAlarm();
    blocked.value = isSoundBlocked();
  });
  async function toggleSound(): Promise<void> {
    muted.value = blocked.value ? false : !muted.value;
    localStorage.setItem(muteKey, muted.value ? 'yes' : 'no');
    if (!muted.value) blocked.value = !(await unlockSound());
  }
  return { isRaised: (figure) => whole.value.has(figure), queuesRaised, newest, muted, blocked, toggleSound };
}
