import { createPinia, setActivePinia } from 'pinia';
import { effectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '@/realtime/messages';
import { useSms } from './use_sms';

const told: ((notice: Notice) => void)[] = [];
vi.mock('@/stores/live', () => ({
  useLive: () => ({
    onNotice: (listener: (notice: Notice) => void) => {
      told.push(listener);
      return () => undefined;
    },
  }),
}));
const answers = vi.hoisted(() => ({ send: vi.fn(), look: vi.fn() }));
vi.mock('@/api/sms', () => ({
  fetchSmsDesk: () => Promise.resolve({ enabled: true, free_text: true, signature: '', administrators: [], items: [] }),
  sendSms: answers.send,
  fetchSms: answers.look,
}));

describe('R064: one text from the panel', () => {
  const scope = effectScope();
  beforeEach(() => {
    vi.useFakeTimers();
    setActivePinia(createPinia());
  });
  afterEach(() => vi.useRealTimers());

  it('learns of its end, also when that is told before it has a name', async () => {
    const sms = scope.run(() => useSms(() => null));
    if (!sms) throw new Error('no scope');
    await sms.load();
    sms.number.value = '138 0000-0001';
    sms.text.value = '您好';
    answers.look.mockResolvedValue({ id: '7', state: 'sent' });
    answers.send.mockImplementation(() => {
      told.forEach((tell) => tell({ about: 'sms', id: '7' }));
      return Promise.resolve({ id: '7', state: 'queued' });
    });
    await sms.send();
    await vi.advanceTimersByTimeAsync(1);
    expect(answers.send).toHaveBeenCalledWith({ number: '13800000001', text: '您好' });
    expect(sms.sent.value?.state).toBe('sent');
    scope.stop();
  });
});
