import { afterEach, expect, it, vi } from 'vitest';
import { createApp, nextTick, reactive, type App } from 'vue';
import { i18n, useLanguage } from '@/i18n';
import type { LiveCall } from '@/realtime/messages';
import { fakeCall } from '@/softphone/calls_fake';
import { initialState } from '@/softphone/types';

const phone = reactive({
  call: null as LiveCall | null,
  view: { kind: 'ringing', slotB: 'reject', sinceMs: 0, untilMs: 0 },
  state: initialState,
  dialling: '',
  myNumber: '10001',
});
vi.mock('@/stores/phone', () => ({ usePhone: () => phone }));
vi.mock('@/stores/phone_commands', () => ({ usePhoneCommands: () => ({}) }));
vi.mock('./ring_outcome', async () => {
  const { ref } = await import('vue');
  return { useRingOutcome: () => ({ outcome: ref('') }) };
});

let app: App | null = null;
afterEach(() => app?.unmount());

it('says nothing of a call that the server has not told yet, and can be answered', async () => {
  await useLanguage('zh-CN');
  const { default: RingCard } = await import('./RingCard.vue');
  document.body.innerHTML = '<div id="here"></div>';
  app = createApp(RingCard);
  app.use(i18n).mount('#here');
  const card = document.querySelector('[data-testid="ring-card"]') as HTMLElement;
  const said = (key: string): string => card.querySelector(`[data-testid="ring-${key}"]`)?.textContent ?? '';
  expect(card.getAttribute('aria-busy')).toBe('true');
  expect([said('queue'), said('called')]).toEqual(['…', '…']);
  expect(card.textContent).not.toContain('无号码');
  expect(card.querySelector('[data-testid="ring-answer"]')).not.toBeNull();

  phone.call = fakeCall({ phase: 'ringing' });
  await nextTick();
  expect(card.getAttribute('aria-busy')).toBe('false');
  expect([said('queue'), said('called')]).toEqual(['售后', '4008001234']);
}, 60_000);
