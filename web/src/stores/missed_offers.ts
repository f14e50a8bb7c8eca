import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useSession } from './session';

/** A call that rang here and that nobody here took. */
export interface MissedOffer {
  call: string;
  number: string;
  name: string;
  atMs: number;
}

const kept = 20;

/** What was missed and not yet looked at. It outlives a reload, and ends with the tab or at sign-out. */
export const useMissedOffers = defineStore('missed_offers', () => {
  const session = useSession();
  const offers = ref<MissedOffer[]>([]);
  const storageKey = computed(() => (session.me ? `yinghe.missed.${session.me.tenant}.${session.me.number}` : ''));

  watch(
    storageKey,
    (key, before) => {
      if (before && session.reason === 'left') {
        sessionStorage.removeItem(before);
      }
      offers.value = key ? stored(key) : [];
    },
    { immediate: true },
  );

  function stored(key: string): MissedOffer[] {
    try {
      return JSON.parse(sessionStorage.getItem(key) ?? '[]') as MissedOffer[];
    } catch {
      return [];
    }
  }
  function keep(next: MissedOffer[]): void {
    offers.value = next.slice(0, kept);
    sessionStorage.setItem(storageKey.value, JSON.stringify(offers.value));
  }
  /** A call that rings again and again is one missed call, the newest time counts. */
  function add(offer: MissedOffer): void {
    keep([offer, ...offers.value.filter((each) => each.call !== offer.call)]);
  }
  const dismiss = (call: string): void => keep(offers.value.filter((each) => each.call !== call));
  /** Somebody here talks with them now: nothing is owed any more. */
  const settle = (number: string): void => keep(offers.value.filter((each) => each.number !== number));

  return { offers, add, dismiss, settle };
});
