import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createApp, nextTick, type App } from 'vue';
import { i18n, useLanguage } from '@/i18n';
import { ApiError } from '@/api/errors';

const transferCall = vi.fn<(call: string, to: string) => Promise<void>>(() => Promise.resolve());
const consultWith = vi.fn<(call: string, to: string) => Promise<void>>(() => Promise.resolve());
/** Until then the server has not answered who can be reached. */
let answered = Promise.resolve();
vi.mock('@/api/call_controls', () => ({
  transferCall: (call: string, to: string) => transferCall(call, to),
  consultWith: (call: string, to: string) => consultWith(call, to),
  fetchTransferTargets: () =>
    answered.then(() => ({
      groups: [
        {
          key: 'leaders',
          items: [{ number: '10090', name: '沈竹', extension: '8090', state: 'busy', reachable: false }],
        },
        {
          key: 'members',
          items: [
            { number: '10002', name: '李强', extension: '8002', state: 'ready', activity: 'idle', reachable: true },
            { number: '10003', name: '周宁', extension: '8003', state: 'ready', activity: 'talking', reachable: false },
            { number: '10004', name: '陈禾', extension: '8004', state: 'ready', activity: 'idle', reachable: true },
          ],
        },
        { key: 'queues', items: [{ number: '601', name: '咨询', reachable: true }] },
      ],
    })),
}));
vi.mock('@/stores/phone', () => ({ usePhone: () => ({ call: { id: 'c1' }, myNumber: '10001' }) }));
vi.mock('@/stores/live', () => ({ useLive: () => ({ agents: new Map(), calls: new Map() }) }));

let app: App | null = null;
const done = vi.fn();
const at = (id: string): HTMLElement => document.querySelector(`[data-testid="${id}"]`) as HTMLElement;

async function mount(first: 'transfer' | 'consult'): Promise<void> {
  const { default: TransferPanel } = await import('./TransferPanel.vue');
  document.body.innerHTML = '<div id="here"></div>';
  app = createApp(TransferPanel, { first, onDone: done });
  app.use(i18n).mount('#here');
}
async function open(first: 'transfer' | 'consult'): Promise<HTMLInputElement> {
  await mount(first);
  await vi.waitFor(() => expect(at('target-10002')).toBeTruthy());
  return at('target-find') as HTMLInputElement;
}
const press = async (field: HTMLElement, key: string): Promise<void> => {
  field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await nextTick();
  await nextTick();
};

beforeAll(() => import('./TransferPanel.vue'), 60_000);
beforeEach(async () => {
  setActivePinia(createPinia());
  await useLanguage('zh-CN');
});
afterEach(() => {
  app?.unmount();
  vi.clearAllMocks();
});

it('opens where somebody can be reached, with the field focused; the others are shown but cannot be chosen', async () => {
  const field = await open('transfer');
  expect(document.activeElement).toBe(field);
  expect(at('target-tab-members').getAttribute('aria-selected')).toBe('true');
  expect((at('target-10003') as HTMLButtonElement).disabled).toBe(true);
  expect(at('target-10002').getAttribute('aria-selected')).toBe('true');
});

it('stays where one has turned to before the server said who can be reached', async () => {
  let answer = (): void => {};
  answered = new Promise((resolve) => (answer = resolve));
  await mount('transfer');
  at('target-tab-queues').click();
  answer();
  await vi.waitFor(() => expect(at('target-601')).toBeTruthy());
  expect(at('target-tab-queues').getAttribute('aria-selected')).toBe('true');
});

it('moves over the unreachable and does on Enter what it was opened for', async () => {
  const field = await open('consult');
  await press(field, 'ArrowDown');
  expect(at('target-10004').getAttribute('aria-selected')).toBe('true');
  await press(field, 'Enter');
  expect(consultWith).toHaveBeenCalledWith('c1', '8004');
  expect(transferCall).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
});

it('never acts on the Enter of an input method', async () => {
  const field = await open('transfer');
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }));
  expect(transferCall).not.toHaveBeenCalled();
});

it('takes queues blind only, and cleans outside numbers', async () => {
  const field = await open('transfer');
  at('target-tab-queues').click();
  await nextTick();
  await nextTick();
  expect((at('do-consult') as HTMLButtonElement).disabled).toBe(true);
  expect((at('do-transfer') as HTMLButtonElement).disabled).toBe(false);
  at('target-tab-outside').click();
  await nextTick();
  field.value = '+86 138-1234-5678';
  field.dispatchEvent(new Event('input'));
  await nextTick();
  await press(field, 'Enter');
  expect(transferCall).toHaveBeenCalledWith('c1', '13812345678');
});

it('stays open and says calmly why it was refused', async () => {
  transferCall.mockRejectedValueOnce(new ApiError(409, 'transfer.busy', '对方正在通话'));
  const field = await open('transfer');
  await press(field, 'Enter');
  await vi.waitFor(() => expect(at('transfer-problem').textContent).toContain('对方正在通话'));
  expect(done).not.toHaveBeenCalled();
});
