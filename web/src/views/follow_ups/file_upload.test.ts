import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, defineComponent, h, ref } from 'vue';
import type { FollowUpFile } from '@/api/follow_ups';
import { i18n, useLanguage } from '@/i18n';
import FileUpload from './FileUpload.vue';

const sent: { name: string; done: () => void }[] = [];
vi.mock('@/api/follow_ups', async (original) => ({
  ...(await original<object>()),
  uploadFile: (file: File) =>
    new Promise<FollowUpFile>((resolve) => {
      const kept = { id: file.name, name: file.name, bytes: 1, media_type: 'text/plain' };
      sent.push({ name: file.name, done: () => resolve(kept) });
    }),
  dropFile: () => Promise.resolve(),
}));

const later = (): Promise<void> => new Promise((done) => setTimeout(done));
const named = (from: number, to: number): File[] =>
  Array.from({ length: to - from + 1 }, (_, at) => new File(['x'], `${from + at}.txt`));

describe('files of a follow-up (R133)', () => {
  const files = ref<FollowUpFile[]>([]);
  const names = (): string[] => files.value.map(({ name }) => name);

  function choose(chosen: File[]): void {
    const input = document.querySelector('input') as HTMLInputElement;
    Object.defineProperty(input, 'files', { value: chosen, configurable: true });
    input.dispatchEvent(new Event('change'));
  }
  async function arrive(): Promise<void> {
    sent.shift()?.done();
    await later();
  }
  beforeEach(() => {
    useLanguage('zh-CN');
    sent.length = 0;
    files.value = [];
    document.body.innerHTML = '<div id="here"></div>';
    const page = defineComponent(
      () => () =>
        h(FileUpload, {
          modelValue: files.value,
          'onUpdate:modelValue': (now: FollowUpFile[]) => (files.value = now),
        }),
    );
    createApp(page).use(i18n).mount('#here');
  });

  it('are ten at the most, also when more are chosen while the first are on their way', async () => {
    choose(named(1, 8));
    await later();
    choose(named(9, 12));
    await later();
    expect(document.querySelector('[data-testid="follow-up-file-problem"]')).not.toBeNull();
    expect(document.querySelector('button')?.disabled).toBe(true);
    for (let at = 0; at < 12; at++) await arrive();
    expect(names()).toHaveLength(10);
    expect(new Set(names()).size).toBe(10);
  });

  it('stay taken away when another one arrives', async () => {
    choose(named(1, 2));
    await later();
    await arrive();
    expect(names()).toEqual(['1.txt']);
    document.querySelector<HTMLButtonElement>('[data-testid="follow-up-file-remove"]')?.click();
    await later();
    expect(names()).toEqual([]);
    await arrive();
    expect(names()).toEqual(['2.txt']);
  });
});
