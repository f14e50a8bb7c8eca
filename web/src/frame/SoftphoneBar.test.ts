import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, reactive, type App } from 'vue';
import { i18n, useLanguage } from '@/i18n';
import { viewOf } from '@/softphone/bar_view';
import { initialState } from '@/softphone/types';

const phone = reactive({
  call: null,
  view: viewOf({ myNumber: '10001', agent: null, call: null, phone: initialState, dialling: '', disagrees: false }),
  state: initialState,
  hasPhone: false,
  myNumber: '10001',
});
vi.mock('@/stores/phone', () => ({ usePhone: () => phone }));
vi.mock('@/stores/live', () => ({ useLive: () => ({ hasData: true, isStale: false }) }));
vi.mock('@/stores/my_queues', async () => {
  const { ref } = await import('vue');
  return { useMyQueues: () => ({ mine: ref([]) }) };
});
vi.mock('@/stores/call_commands', () => ({ useCallCommands: () => ({}) }));
vi.mock('@/stores/phone_commands', () => ({ usePhoneCommands: () => ({}) }));
vi.mock('@/stores/preferences', () => ({ usePreferences: () => ({ keysEnabled: false }) }));
vi.mock('@/stores/session', () => ({ useSession: () => ({ role: 'leader', may: () => false }) }));
const part = (id: string): object => ({ default: { render: () => h('i', { 'data-testid': id }) } });
vi.mock('./bar/StateSlot.vue', () => part('state'));
vi.mock('./bar/LineSlot.vue', () => part('line'));
vi.mock('./bar/DialField.vue', () => part('dial-field'));
vi.mock('./bar/CallControls.vue', () => part('controls'));
vi.mock('./bar/UtilitiesSlot.vue', () => part('utilities'));
vi.mock('./KeyTable.vue', () => part('keys'));

let app: App | null = null;
const bar = (): HTMLElement => document.querySelector('[data-testid="softphone-bar"]') as HTMLElement;
const parts = (): string[] =>
  [...bar().querySelectorAll<HTMLElement>('i[data-testid]')].map((one) => one.dataset.testid ?? '');

beforeAll(() => import('./SoftphoneBar.vue'), 60_000);
beforeEach(async () => {
  await useLanguage('zh-CN');
  const { default: SoftphoneBar } = await import('./SoftphoneBar.vue');
  document.body.innerHTML = '<div id="here"></div>';
  app = createApp(SoftphoneBar);
  app.use(i18n).mount('#here');
});
afterEach(() => app?.unmount());

it('has nothing to control calls with where there is no extension, and says so (R022)', async () => {
  expect(parts()).toEqual(['utilities', 'keys']);
  expect(bar().querySelectorAll('button:not([disabled])').length).toBe(0);
  expect(bar().textContent).toContain('分机');
  phone.hasPhone = true;
  await nextTick();
  expect(parts()).toContain('state');
  expect(parts()).toContain('line');
});
