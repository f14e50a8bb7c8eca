import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, reactive, type App, type SetupContext } from 'vue';
import { i18n, useLanguage } from '@/i18n';

const phone = reactive({
  view: { kind: 'offline', sinceMs: 0, untilMs: 0 },
  agent: null,
  call: null as { id: string } | null,
});
const toggleState = vi.fn();
const reset = vi.fn();
vi.mock('@/stores/phone', () => ({ usePhone: () => phone }));
vi.mock('@/stores/phone_commands', () => ({ usePhoneCommands: () => ({ toggleState, reset }) }));
vi.mock('element-plus', async () => {
  const { h: make } = await import('vue');
  return { ElPopover: (_: object, { slots }: SetupContext) => make('i', slots.default?.()) };
});
vi.mock('./StateMenu.vue', () => ({
  default: {
    emits: ['reset'],
    setup: (_: object, { emit }: SetupContext<['reset']>) => {
      return () => h('button', { 'data-testid': 'state-reset', onClick: () => emit('reset') });
    },
  },
}));
vi.mock('@/components/ConfirmDialog.vue', () => ({
  default: {
    props: { modelValue: Boolean },
    emits: ['confirm'],
    setup: (props: { modelValue: boolean }, { emit }: SetupContext<['confirm']>) => {
      return () =>
        props.modelValue ? h('button', { 'data-testid': 'confirm-do', onClick: () => emit('confirm') }) : null;
    },
  },
}));

let app: App | null = null;
const find = (id: string): HTMLElement | null => document.querySelector(`[data-testid="${id}"]`);
const press = (): void => find('state-toggle')?.click();

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

it('resets at once where nothing is lost by it (R046)', async () => {
  find('state-reset')?.click();
  await nextTick();
  expect(reset).toHaveBeenCalledOnce();
  expect(find('confirm-do')).toBeNull();
});

it('asks before it resets a telephone that somebody talks on (R046)', async () => {
  reset.mockClear();
  phone.call = { id: 'c1' };
  find('state-reset')?.click();
  await nextTick();
  expect(reset).not.toHaveBeenCalled();
  find('confirm-do')?.click();
  await nextTick();
  expect(reset).toHaveBeenCalledOnce();
  expect(find('confirm-do')).toBeNull();
});
