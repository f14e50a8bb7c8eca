import { onScopeDispose, ref, watch, type Ref } from 'vue';

/** How wide an element is inside, as it changes; 0 before it is drawn. */
export function useElementWidth(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<number>> {
  const width = ref(0);
  const watcher = new ResizeObserver(([entry]) => {
    width.value = entry?.contentRect.width ?? 0;
  });
  watch(
    element,
    (now, before) => {
      if (before) watcher.unobserve(before);
      if (now) watcher.observe(now);
    },
    { immediate: true },
  );
  onScopeDispose(() => watcher.disconnect());
  return width;
}
