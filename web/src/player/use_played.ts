import { nextTick, ref } from 'vue';

/** Which row of a list shall be heard at once: its drawer's player begins by itself. */
export function usePlayed() {
  const played = ref('');
  async function onAct(id: string, what: string): Promise<void> {
    // Once more for the same one is a new wish.
    played.value = '';
    await nextTick();
    played.value = what === 'play' ? id : '';
  }
  return { played, onAct };
}
