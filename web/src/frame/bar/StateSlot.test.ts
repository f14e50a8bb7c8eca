import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, reactive, type App } from 'vue';
import { i18n, useLanguage } from '@/i18n';

const phone = reactive({ view: { kind: 'offline', sinceMs: 0, untilMs: 0 }, agent: null });
const toggleState = vi.fn();
vi.mock('@/stores/phone', () => ({ usePhone: () => phone }));
vi.mock('@/stores/phone_commands', () => ({ usePhoneCommands: () => ({ toggleState }) }));
vi.mock('element-plus', () => ({ ElPopover: { render: () => h('i') } }));
vi.mock('./StateMenu.vue', () => ({ default: { render: () => h('i') } }));

let app: App | null = null;
const press = (): void => (document.querySelector('[data-testid="state-toggle"]') as HTMLElement).click();

beforeAll(() => import('./StateSlot.vue'), 60_000);
beforeEach(async () => {
  vi.useFakeTimers();
  await useLanguage('zh-CN');
  const { default: StateSlot } = await import('./StateSlot.vue');
  document.body.innerHTML = '<div id="here"></div>';
  app = createApp(StateSlot);
  app.use(i18n).mount('#here');
});
afterEach(() => {
  app?.unmount();
  vi.useRealTimers();
});

it('does not make busy who pressed "go online" just when the server did that (R022)', async () => {
  phone.view.kind = 'idle';
  await nextTick();
  press();
  expect(toggleState).not.toHaveBeenCalled();
  vi.advanceTimersByTime(600);
  press();
  expect(toggleState).toHaveBeenCalledOnce();
});
