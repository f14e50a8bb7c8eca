import { defineStore } from 'pinia';
import { shallowRef } from 'vue';

/** The page of a third party that belongs to the call on the call page (弹屏). */
export interface CallPopup {
  call: string;
  address: string;
  /** The browser kept it from opening by itself: it allows that only to sites that somebody trusted. */
  isBlocked: boolean;
}

export const usePopups = defineStore('popups', () => {
  const popup = shallowRef<CallPopup | null>(null);
  return { popup };
});
