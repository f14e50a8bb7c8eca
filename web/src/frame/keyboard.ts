import { onMounted, onScopeDispose } from 'vue';

export type KeyAct =
  'answer_or_dial' | 'end' | 'mute' | 'hold' | 'transfer' | 'consult' | 'toggle_state' | 'help' | `digit_${string}`;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** What a key means; nothing while an input method composes, and no single characters inside fields. */
export function actOf(event: KeyboardEvent, padIsOpen: boolean): KeyAct | null {
  if (event.isComposing || event.keyCode === 229 || event.repeat) {
    return null;
  }
  const bare = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (bare && !event.shiftKey) {
    const keys: Partial<Record<string, KeyAct>> = { F2: 'answer_or_dial', F4: 'end', F8: 'mute', F9: 'hold' };
    const act = keys[event.key];
    if (act) return act;
  }
  if (bare && event.shiftKey && (event.key === 'F8' || event.key === 'F9')) {
    return event.key === 'F8' ? 'transfer' : 'consult';
  }
  const target = event.target;
  if (event.ctrlKey && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'b') {
    return target instanceof HTMLElement && target.isContentEditable ? null : 'toggle_state';
  }
  if (bare && !isField(target)) {
    if (event.key === '?') return 'help';
    if (padIsOpen && /^[0-9*#]$/.test(event.key)) return `digit_${event.key}`;
  }
  return null;
}

/** The keys of the telephone, in this tab only. */
export function useKeyboard(options: {
  isEnabled: () => boolean;
  padIsOpen: () => boolean;
  onAct: (act: KeyAct) => void;
}): void {
  const listen = (event: KeyboardEvent): void => {
    const act = options.isEnabled() ? actOf(event, options.padIsOpen()) : null;
    if (act) {
      event.preventDefault();
      options.onAct(act);
    }
  };
  onMounted(() => window.addEventListener('keydown', listen));
  onScopeDispose(() => window.removeEventListener('keydown', listen));
}
