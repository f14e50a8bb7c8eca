import { defineStore } from 'pinia';
import { ref } from 'vue';
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
    }
    tabs.value.push({ name, path: route.fullPath, title: route.meta.title, pinned: false, dirty: false });
  }

  /** Closes all that `unwanted` names, except pinned and dirty ones; shows a neighbour when the current one went. */
  function close(unwanted: (tab: Tab, index: number) => boolean): void {
    const current = String(router.currentRoute.value.name);
    const before = tabs.value.findIndex((tab) => tab.name === current);
    tabs.value = tabs.value.filter((tab, index) => tab.pinned || tab.dirty || !unwanted(tab, index));
    if (!tabs.value.some((tab) => tab.name === current)) {
      const next = tabs.value[Math.min(before, tabs.value.length) - 1] ?? tabs.value[0];
      void router.push(next?.path ?? home.path);
    }
  }

  /** What is asked before a tab with unsaved work is closed; true: the work is given up. */
  const questions = new Map<string, () => Promise<boolean>>();
  const askBefore = (name: string, question: () => Promise<boolean>): void => void questions.set(name, question);

  async function closeOne(tab: Tab): Promise<void> {
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

  return { tabs, follow, close, closeOne, askBefore, setDirty, reset };
});
