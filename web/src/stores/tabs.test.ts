import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, watch } from 'vue';
import { useTabs } from './tabs';

const at = vi.hoisted(() => ({ name: 'desk' }));
const push = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock('vue-router', () => ({ useRouter: () => ({ currentRoute: { value: at }, push }) }));

type Tabs = ReturnType<typeof useTabs>;
function opened(...names: string[]): Tabs {
  const tabs = useTabs();
  for (const name of names) {
    at.name = name;
    tabs.follow({ name, fullPath: `/${name}?q=1`, meta: { title: name } } as never);
  }
  return tabs;
}
const names = (tabs: Tabs): string[] => tabs.tabs.map(({ name }) => name);
const tab = (tabs: Tabs, name: string): Tabs['tabs'][number] => {
  const found = tabs.tabs.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe('tabs (R081)', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    push.mockClear();
    at.name = 'desk';
  });

  it('keep the work desk, whatever is closed', async () => {
    const tabs = opened('a', 'b', 'c');
    await tabs.closeOne(tab(tabs, 'desk'));
    expect(names(tabs)).toEqual(['desk', 'a', 'b', 'c']);
    tabs.close(() => true);
    expect(names(tabs)).toEqual(['desk']);
    expect(push).toHaveBeenCalledWith('/desk');
  });

  it('close what is to the right, or all others', () => {
    const tabs = opened('a', 'b', 'c');
    tabs.close((_, place) => place > 2);
    expect(names(tabs)).toEqual(['desk', 'a', 'b']);
    tabs.close((_, place) => place !== 1);
    expect(names(tabs)).toEqual(['desk', 'a']);
  });

  it('with unsaved work stay unless their owner gives it up', async () => {
    const tabs = opened('a', 'b');
    tabs.setDirty('a', true);
    const answer = { value: false };
    tabs.askBefore('a', async () => answer.value);
    tabs.close(() => true);
    await tabs.closeOne(tab(tabs, 'a'));
    expect(names(tabs)).toEqual(['desk', 'a']);
    answer.value = true;
    await tabs.closeOne(tab(tabs, 'a'));
    expect(names(tabs)).toEqual(['desk']);
  });

  it('go round with the keys, to where each was left', () => {
    const tabs = opened('a', 'b');
    tabs.step(1);
    expect(push).toHaveBeenLastCalledWith('/desk');
    tabs.step(-1);
    expect(push).toHaveBeenLastCalledWith('/a?q=1');
  });

  it('forget a page when its tab is closed, and only then', async () => {
    const tabs = opened('a', 'b');
    tabs.close(({ name }) => name === 'a');
    expect(tabs.forgotten).toEqual(['a']);
    await nextTick();
    expect(tabs.forgotten).toEqual([]);
    // The page that is still shown goes after another one is.
    const seen: (readonly string[])[] = [];
    watch(
      () => tabs.forgotten,
      (forgotten) => seen.push(forgotten),
      { flush: 'sync' },
    );
    tabs.close(({ name }) => name === 'b');
    expect(seen).toEqual([[]]);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(seen.filter((each) => each.length)).toEqual([['b']]);
  });
});
