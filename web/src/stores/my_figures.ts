import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { fetchFigures, type Figures } from '@/api/me';

/** Today's figures of this person (R078), for the line beside the tabs and for the work desk. */
export const useMyFigures = defineStore('my_figures', () => {
  const figures = shallowRef<Figures | null>(null);
  /** What is shown stays when the server cannot be asked. */
  async function refresh(): Promise<void> {
    figures.value = await fetchFigures().catch(() => figures.value);
  }
  const forget = (): void => {
    figures.value = null;
  };
  return { figures, refresh, forget };
});
