import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createApp, h, type App } from 'vue';
import type { CallRecord } from '@/api/call_records';
import { i18n, useLanguage } from '@/i18n';

const record = (id: number, over: Partial<CallRecord> = {}): CallRecord =>
  ({
    id: String(id),
    direction: 'inbound',
    result: 'answered',
    customer_number: `1380000${String(id).padStart(4, '0')}`,
    called_number: '4008001234',
    created_at_ms: id,
    ...over,
  }) as CallRecord;
const newest = [
  record(1, { result: 'abandoned' }),
  record(2, { direction: 'internal', called_number: '8002' }),
  ...Array.from({ length: 23 }, (_each, index) => record(index + 3)),
];
const fetched = vi.fn(() => Promise.resolve({ items: newest, total: newest.length }));
vi.mock('@/api/call_records', () => ({ fetchCallRecords: fetched }));
vi.mock('@/stores/phone', () => ({ usePhone: () => ({ myNumber: '10001' }) }));

let app: App | null = null;
const rows = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>('[data-testid="recent-row"]')];

beforeAll(() => import('./RecentCalls.vue'), 60_000);
afterEach(() => app?.unmount());

it('shows my last 20 calls, the missed ones in red, and dials by a click (R050)', async () => {
  await useLanguage('zh-CN');
  const { default: RecentCalls } = await import('./RecentCalls.vue');
  const dialled: string[] = [];
  document.body.innerHTML = '<div id="here"></div>';
  app = createApp({ render: () => h(RecentCalls, { onDial: (number: string) => dialled.push(number) }) });
  app.use(i18n).mount('#here');
  document.querySelector<HTMLButtonElement>('[data-testid="recent-calls"]')?.click();
  await vi.waitUntil(() => rows().length > 0, 4_000);
  expect(rows().length).toBe(20);
  expect(fetched).toHaveBeenCalledWith(expect.objectContaining({ agent: '10001' }), expect.anything());
  expect(rows()[0]?.querySelector('.bad')).not.toBeNull();
  expect(rows()[0]?.textContent).toContain('未接');
  expect(rows()[2]?.querySelector('.bad')).toBeNull();
  rows()[1]?.click();
  expect(dialled).toEqual(['8002']);
});
