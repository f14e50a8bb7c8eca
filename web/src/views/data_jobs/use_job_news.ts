import { onActivated, onDeactivated, onScopeDispose, watch } from 'vue';
import { useLive } from '@/stores/live';

/** Has a list of jobs look again when the server says that one of mine is further: at once where the page is seen, else
 * when it is seen again. What was missed while the connection was lost is looked for when it is back. */
export function useJobNews(about: 'job' | 'import' | 'deletion' | 'approval' | 'person', look: () => void): void {
  const live = useLive();
  let isSeen = true;
  let isOld = false;

  function news(): void {
    if (isSeen) {
      look();
    } else {
      isOld = true;
    }
  }
  onActivated(() => {
    isSeen = true;
    if (isOld) {
      isOld = false;
      look();
    }
  });
  onDeactivated(() => (isSeen = false));
  onScopeDispose(
    live.onNotice((notice) => {
      if (notice.about === about) {
        news();
      }
    }),
  );
  watch(
    () => live.status,
    (status, before) => {
      if (status === 'live' && before === 'lost') {
        news();
      }
    },
  );
}
