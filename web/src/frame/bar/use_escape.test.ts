// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createApp, ref } from 'vue';
import { useEscape } from './use_escape';

const press = (key: string): boolean =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

describe('Escape', () => {
  it("closes what is open, once, and is nobody else's then", () => {
    const isOpen = ref(true);
    const app = createApp({
      setup() {
        useEscape(
          () => isOpen.value,
          () => (isOpen.value = false),
        );
        return () => null;
      },
    });
    app.mount(document.createElement('div'));
    press('Enter');
    expect(isOpen.value).toBe(true);
    expect(press('Escape')).toBe(false);
    expect(isOpen.value).toBe(false);
    expect(press('Escape')).toBe(true);
    isOpen.value = true;
    app.unmount();
    press('Escape');
    expect(isOpen.value).toBe(true);
  });
});
