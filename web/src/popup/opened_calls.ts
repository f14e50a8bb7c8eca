const key = 'yinghe.popups';
const kept = 20;

function openedCalls(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(found) ? found.map(String) : [];
  } catch {
    return [];
  }
}

/** Whether this tab shall open the page of the call: of all tabs of a browser one does, and once, also when it is loaded
 * anew in mid-call. */
export async function claimPopup(call: string): Promise<boolean> {
  const claim = (): boolean => {
    const opened = openedCalls();
    if (opened.includes(call)) {
      return false;
    }
    localStorage.setItem(key, JSON.stringify([...opened, call].slice(-kept)));
    return true;
  };
  // Without HTTPS there are no locks: two tabs that ask within the same instant may both open it.
  return navigator.locks ? navigator.locks.request(key, claim) : claim();
}
