import { beforeEach, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { ApiError } from '@/api/errors';
import { companyOffsetMin } from '@/realtime/company_time';
import { useDeletion } from './use_deletion';

const asked = vi.hoisted(() => ({ order: vi.fn(), count: vi.fn() }));
vi.mock('@/api/advanced', () => ({ countDeletion: asked.count, orderDeletion: asked.order }));

beforeEach(() => {
  asked.count.mockReset().mockResolvedValue({ counts: [{ what: 'call_records', count: 12 }], latest_ms: 0 });
  asked.order.mockReset().mockResolvedValue({ id: '1' });
});

it('deletes what was counted, and only when the company was typed (R267)', async () => {
  const deletion = useDeletion(() => 'demo');
  deletion.day.value = '2026-01-31';
  await nextTick();
  expect(deletion.mayOrder.value).toBe(false);
  await deletion.look();
  deletion.typed.value = 'dem';
  expect(deletion.mayOrder.value).toBe(false);
  deletion.typed.value = 'demo';
  expect(deletion.mayOrder.value).toBe(true);
  expect(await deletion.order()).toBe(true);
  expect(asked.order).toHaveBeenCalledWith({
    kind: 'call_records',
    before_ms: new Date(2026, 0, 31).getTime(),
    utc_offset_min: companyOffsetMin(),
    counted: 12,
    confirmation: 'demo',
  });
});

it('forgets what was counted and typed when something else is chosen, or the data changed', async () => {
  const deletion = useDeletion(() => 'demo');
  deletion.day.value = '2026-01-31';
  await nextTick();
  await deletion.look();
  deletion.typed.value = 'demo';
  deletion.kind.value = 'logs';
  await nextTick();
  expect([deletion.count.value, deletion.typed.value]).toEqual([null, '']);
  await deletion.look();
  asked.order.mockRejectedValue(new ApiError(409, 'deletion.changed', 'changed'));
  expect(await deletion.order()).toBe(false);
  expect(deletion.count.value).toBeNull();
  expect(deletion.error.value?.code).toBe('deletion.changed');
});

it('offers nothing where nothing is to be deleted', async () => {
  asked.count.mockResolvedValue({ counts: [{ what: 'logs', count: 0 }], latest_ms: 0 });
  const deletion = useDeletion(() => 'demo');
  deletion.day.value = '2026-01-31';
  await nextTick();
  await deletion.look();
  deletion.typed.value = 'demo';
  expect(deletion.mayOrder.value).toBe(false);
});
