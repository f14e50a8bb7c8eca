import { ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';

interface RowCursor {
  /** Key of the row that ↑ ↓ are on; empty before anybody pressed them. */
  current: Ref<string>;
  /** Key of the row whose drawer is open; it is part of the URL, so that a link opens it too. */
  opened: Readonly<Ref<string>>;
  open: (key: string) => void;
  close: () => void;
  /** Moves by one; the drawer, when open, goes along. */
  step: (by: 1 | -1) => void;
  canStep: (by: 1 | -1) => boolean;
}

/** Which row is looked at, and which one is open in the drawer. `holds`: the drawer has unsaved text, and outlives a
 * look at another page. */
export function useRowCursor(name: string, keys: () => readonly string[], holds?: () => boolean): RowCursor {
  const route = useRoute();
  const router = useRouter();
  const asked = (): string => (route.name === name && typeof route.query.open === 'string' ? route.query.open : '');
  const opened = ref(asked());
  const current = ref('');

  watch(
    [() => route.name, () => route.query.open],
    ([at], [before]) => {
      if (at === name && before === name) {
        opened.value = asked();
      } else if (!opened.value || !holds?.()) {
        opened.value = asked();
      } else if (at === name && asked() !== opened.value) {
        // Back by another way: the address follows what is still being written.
        void router.replace({ query: { ...route.query, open: opened.value } });
      }
    },
    { flush: 'sync' },
  );

  function show(key: string): void {
    const query = { ...route.query, open: key || undefined };
    // Only the first opening is a step that "back" undoes.
    void (opened.value || !key ? router.replace({ query }) : router.push({ query }));
  }
  function place(): number {
    return keys().indexOf(opened.value || current.value);
  }
  const canStep = (by: 1 | -1): boolean => keys()[place() + by] !== undefined;

  function step(by: 1 | -1): void {
    const next = keys()[place() + by];
    if (next === undefined) {
      return;
    }
    current.value = next;
    if (opened.value) {
      show(next);
    }
  }
  function open(key: string): void {
    current.value = key;
    show(key);
  }
  return { current, opened, open, close: () => show(''), step, canStep };
}
