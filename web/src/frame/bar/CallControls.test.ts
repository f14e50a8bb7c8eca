import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createApp, nextTick, reactive, type App } from 'vue';
import { i18n, useLanguage } from '@/i18n';
import type { LiveCall } from '@/realtime/messages';
import { viewOf } from '@/softphone/bar_view';
import { conference, consulting, fakeCall } from '@/softphone/calls_fake';
import { initialState } from '@/softphone/types';

const phone = reactive({ call: null as LiveCall | null, view: {} as ReturnType<typeof viewOf>, myNumber: '10001' });
const did = vi.fn<(what: string) => void>();
const commands = new Proxy({}, { get: (_target, what) => () => did(String(what)) });
vi.mock('@/stores/phone', () => ({ usePhone: () => phone }));
vi.mock('@/stores/phone_commands', () => ({ usePhoneCommands: () => commands }));
vi.mock('@/stores/call_commands', () => ({ useCallCommands: () => commands }));
vi.mock('@/frame/nav_width', () => ({ useRoomyBar: () => ({ isRoomy: true }) }));

let app: App | null = null;
const at = (id: string): HTMLButtonElement => document.querySelector(`[data-testid="${id}"]`) as HTMLButtonElement;

async function show(call: LiveCall): Promise<void> {
  phone.call = call;
  phone.view = viewOf({
    myNumber: '10001',
    agent: null,
    call,
    phone: initialState,
    dialling: '',
    disagrees: false,
  });
  if (!app) {
    const { default: CallControls } = await import('./CallControls.vue');
    document.body.innerHTML = '<div id="here"></div>';
    app = createApp(CallControls);
    app.use(i18n).mount('#here');
  }
  await nextTick();
}

// The component library is large: the first import takes a busy machine a while.
beforeAll(() => import('./CallControls.vue'), 60_000);
beforeEach(() => useLanguage('zh-CN'));
afterEach(() => {
  app?.unmount();
  app = null;
  did.mockClear();
});

it('hands over and joins only once the one who is asked has answered (R054, R060)', async () => {
  await show(consulting(false));
  for (const id of ['consult-complete', 'conference', 'swap']) {
    expect(at(id).disabled).toBe(true);
  }
  expect(at('consult-complete').title).toBe('对方接听后可用');
  expect(at('consult-cancel').disabled).toBe(false);
  await show(consulting(true));
  at('swap').click();
  at('consult-complete').click();
  at('conference').click();
  expect(did.mock.calls.flat()).toEqual(['swapConsult', 'completeConsult', 'joinConference']);
});

it('keeps every control at its place through all of it (R048)', async () => {
  const places = (): number => document.querySelectorAll('.controls > .control').length;
  await show(fakeCall());
  const before = places();
  expect(at('conference').disabled).toBe(true);
  for (const call of [consulting(true), conference()]) {
    await show(call);
    expect(places()).toBe(before);
  }
  expect(at('hold').classList).toContain('vacant');
});

it('asks the customer to rate, but not a colleague (R062)', async () => {
  await show(fakeCall());
  at('survey').click();
  expect(did).toHaveBeenCalledWith('inviteToSurvey');
  await show(fakeCall({ direction: 'internal' }));
  expect(at('survey')).toBeNull();
});
