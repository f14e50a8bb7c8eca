import type { LockPort, Tell } from './ports';

/** Web Locks: one tab of this browser holds the phone of one person. Without them (no HTTPS) every tab thinks it is. */
export function makeLockPort(name: string, tell: Tell): LockPort {
  let release: (() => void) | null = null;
  let waiting: AbortController | null = null;

  // Holding a lock means not resolving the promise given to request().
  const hold = (): Promise<void> => {
    tell({ type: 'lock.held' });
    return new Promise((resolve) => (release = resolve));
  };
  const lostOrGivenUp = (problem: unknown): void => {
    if (problem instanceof DOMException && problem.name === 'AbortError' && release) {
      release = null;
      tell({ type: 'lock.lost' });
    }
  };

  return {
    seek(steal) {
      if (!navigator.locks) {
        queueMicrotask(() => tell({ type: 'lock.held' }));
        return;
      }
      waiting?.abort();
      waiting = null;
      if (steal) {
        navigator.locks.request(name, { steal: true }, hold).catch(lostOrGivenUp);
        return;
      }
      void navigator.locks.query().then((all) => {
        if (all.held?.some((lock) => lock.name === name)) {
          tell({ type: 'lock.elsewhere' });
        }
      });
      waiting = new AbortController();
      navigator.locks.request(name, { signal: waiting.signal }, hold).catch(lostOrGivenUp);
    },
    release() {
      waiting?.abort();
      waiting = null;
      release?.();
      release = null;
    },
  };
}
