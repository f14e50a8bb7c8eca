import { defineStore } from 'pinia';
import { nextTick, ref } from 'vue';
import type { RouteLocationNormalizedLoaded } from 'vue-router';
import { useRouter } from 'vue-router';

export interface Tab {
  name: string;
  /** Where the tab was left, query included. */
  path: string;
  title: string;
  pinned: boolean;
  /** Unsaved work: shown as a dot, never closed by itself. */
  dirty: boolean;
}

const mostTabs = 12;
const home: Tab = { name: 'desk', path: '/desk', title: 'frame.nav.desk', pinned: true, dirty: false };

/** The open pages (R081). One tab a page; the work desk stays. */
export const useTabs = defineStore('tabs', () => {
  const router = useRouter();
  const tabs = ref<Tab[]>([{ ...home }]);
  /** Pages whose tab was just closed: what is kept of them is thrown away, so that they open fresh. */
  const forgotten = ref<readonly string[]>([]);

  function follow(route: RouteLocationNormalizedLoaded): void {
    if (!route.meta.title) {
      return;
    }
    const name = String(route.name);
    const open = tabs.value.find((tab) => tab.name === name);
    if (open) {
      open.path = route.fullPath;
      return;
    }
    if (tabs.value.length >= mostTabs) {
      const oldest = tabs.value.find((tab) => !tab.pinned && !tab.dirty);
      tabs.value = tabs.value.filter((tab) => tab !== oldest);
      if (oldest) forget([oldest.name]);
    }
    tabs.value.push({ name, path: route.fullPath, title: route.meta.title, pinned: false, dirty: false });
  }

  /** Closes all that `unwanted` names, except pinned and dirty ones; shows a neighbour when the current one went. */
  function close(unwanted: (tab: Tab, index: number) => boolean): void {
    const current = String(router.currentRoute.value.name);
    const before = tabs.value.findIndex((tab) => tab.name === current);
    const all = tabs.value;
    tabs.value = all.filter((tab, index) => tab.pinned || tab.dirty || !unwanted(tab, index));
    const gone = all.filter((tab) => !tabs.value.includes(tab)).map(({ name }) => name);
    forget(gone.filter((name) => name !== current));
    if (!tabs.value.some((tab) => tab.name === current)) {
      const next = tabs.value[Math.min(before, tabs.value.length) - 1] ?? tabs.value[0];
      // What is still shown cannot be thrown away: first another page is.
      void router.push(next?.path ?? home.path).then(() => forget([current]));
    }
  }

  function forget(names: readonly string[]): void {
    forgotten.value = names;
    void nextTick(() => (forgotten.value = []));
  }

  /** The tab beside the current one; after the last comes the first. */
  function step(by: 1 | -1): void {
    const at = tabs.value.findIndex((tab) => tab.name === router.currentRoute.value.name);
    const next = tabs.value[(at + by + tabs.value.length) % tabs.value.length];
    if (next) {
      void router.push(next.path);
    }
  }

  /** What is asked before a tab with unsaved work is closed; true: the work is given up. */
  const questions = new Map<string, () => Promise<boolean>>();
  const askBefore = (name: string, question: () => Promise<boolean>): void => void questions.set(name, question);

  async function closeOne(tab: Tab): Promise<void> {
    if (tab.pinned) {
      return;
    }
    if (tab.dirty && (await questions.get(tab.name)?.())) {
      setDirty(tab.name, false);
    }
    close((each) => each.name === tab.name);
  }

  function setDirty(name: string, dirty: boolean): void {
    const tab = tabs.value.find((each) => each.name === name);
    if (tab) {
      tab.dirty = dirty;
    }
  }

  function reset(): void {
    tabs.value = [{ ...home }];
  }

  return { tabs, forgotten, follow, close, closeOne, step, askBefore, setDirty, reset };
});
