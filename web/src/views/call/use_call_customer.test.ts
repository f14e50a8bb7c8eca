import { expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { ApiError } from '@/api/errors';
import type { LiveCall } from '@/realtime/messages';
import { useCallCustomer } from './use_call_customer';

const fetchCallCustomer = vi.hoisted(() => vi.fn());
const written = vi.hoisted(() => ({ tell: undefined as ((call: string) => void) | undefined }));
vi.mock('@/api/customers', () => ({ fetchCallCustomer }));
vi.mock('@/stores/session', () => ({ useSession: () => ({ may: () => true }) }));
vi.mock('@/stores/live', () => ({
  useLive: () => ({
    onRecord: (listener: (call: string) => void) => {
      written.tell = listener;
      return () => undefined;
    },
  }),
}));

const call = { id: 'c1', direction: 'inbound' } as LiveCall;
const card = { customer: null };
const opened = async (): Promise<ReturnType<typeof useCallCustomer>> => {
  const made = effectScope().run(() => useCallCustomer(() => call)) as ReturnType<typeof useCallCustomer>;
  await vi.waitFor(() => expect(made.state.value).not.toBe('loading'));
  return made;
};

it('asks again when the record of its own call is written, not of any', async () => {
  fetchCallCustomer.mockReset().mockResolvedValue(card);
  await opened();
  written.tell?.('c2');
  expect(fetchCallCustomer).toHaveBeenCalledTimes(1);
  written.tell?.('c1');
  expect(fetchCallCustomer).toHaveBeenCalledTimes(2);
});

it('keeps the card of whoever has left a call that goes on', async () => {
  fetchCallCustomer
    .mockReset()
    .mockResolvedValueOnce(card)
    .mockRejectedValue(new ApiError(404, 'call.unknown', '', ''));
  const made = await opened();
  await made.reload();
  expect(made.state.value).toBe('ready');
  expect(made.found.value).toBe(card);
});

it('has none for whoever only listens in', async () => {
  fetchCallCustomer.mockReset().mockRejectedValue(new ApiError(404, 'call.unknown', '', ''));
  expect((await opened()).state.value).toBe('none');
});
