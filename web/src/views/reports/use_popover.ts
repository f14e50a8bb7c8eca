import { onDeactivated, onScopeDispose, shallowRef, type ShallowRef } from 'vue';
import type { Query } from '@/api/client';
import type { Measure } from '@/api/reports';

/** What a column means, shown while somebody points at its sign or has the focus on it. */
interface Hint {
  kind: 'hint';
  target: HTMLElement;
  measure: Measure;
}
/** The first calls behind a figure. */
interface Peek {
  kind: 'calls';
  target: HTMLElement;
  measure: Measure;
  title: string;
  count: number;
  args: Query;
}
export type Shown = Hint | Peek;

export interface Popover {
  shown: ShallowRef<Shown | null>;
  show: (what: Shown) => void;
  /** The pointer or the focus left what a hint is about; it may be on its way into the hint. */
  leave: () => void;
  stay: () => void;
  close: () => void;
}

const graceMs = 200;

/** One popover at a time. */
export function usePopover(): Popover {
  const shown = shallowRef<Shown | null>(null);
  let timer: number | undefined;
  const stay = (): void => window.clearTimeout(timer);

  function show(what: Shown): void {
    stay();
    const before = shown.value;
    const isSame = before?.target === what.target && before.kind === what.kind;
    // A second press on the same figure closes it again.
    if (isSame && what.kind === 'calls') shown.value = null;
    else if (!isSame) shown.value = what;
  }
  function leave(): void {
    stay();
    if (shown.value?.kind === 'hint') timer = window.setTimeout(() => (shown.value = null), graceMs);
  }
  /** The focus goes back to the figure that was pressed, if the popover had it. */
  function close(): void {
    stay();
    const target = shown.value?.kind === 'calls' ? shown.value.target : null;
    const hadFocus = document.activeElement?.closest('[data-popover]');
    shown.value = null;
    if (hadFocus) target?.focus({ preventScroll: true });
  }
  onDeactivated(() => (shown.value = null));
  onScopeDispose(stay);
  return { shown, show, leave, stay, close };
}
