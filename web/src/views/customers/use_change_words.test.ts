import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { beforeAll, expect, it, vi } from 'vitest';
import { i18n, useLanguage } from '@/i18n';
import { useChangeWords } from './use_change_words';

vi.mock('@/api/crm', () => ({ fetchBook: () => Promise.resolve({ fields: [], stages: [] }) }));

let words: ReturnType<typeof useChangeWords> | undefined;
beforeAll(async () => {
  await useLanguage('zh-CN');
  createApp({
    setup: () => {
      words = useChangeWords();
      return () => null;
    },
  })
    .use(createPinia())
    .use(i18n)
    .mount(document.createElement('div'));
});
const line = (field: string, value: string): string | undefined =>
  words && `${words.fieldOf('customer', field)} ${words.valueOf('customer', field, value)}`;

it('says why something was given up or taken back, not by which word of the program (R129, B11)', () => {
  expect(line('reason', 'no_answer')).toBe('理由 多次联系不上');
  expect(line('reason', 'other: 客户搬走了: 两次')).toBe('理由 其他：客户搬走了: 两次');
  expect(line('reason', 'idle')).toBe('理由 长期未跟进');
  expect(line('reason', 'no_deal')).toBe('理由 到期未成交');
  expect(line('reason', 'something new')).toBe('理由 something new');
});

it('has a name for what the server itself writes down (R161, B11)', () => {
  expect(line('merged', '王伟')).toBe('合并的资料 王伟');
  expect(line('merged_into', '王伟')).toBe('并入 王伟');
  expect(line('warned', '10001 陈晓')).toBe('已提醒将退回公海 10001 陈晓');
});
