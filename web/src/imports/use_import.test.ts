import { createPinia, setActivePinia } from 'pinia';
import { effectScope, nextTick } from 'vue';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '@/realtime/messages';
import { useImport } from './use_import';

const told: ((notice: Notice) => void)[] = [];
vi.mock('@/stores/live', () => ({
  useLive: () => ({
    status: 'live',
    onNotice: (listener: (notice: Notice) => void) => {
      told.push(listener);
      return () => undefined;
    },
  }),
}));
const answers = vi.hoisted(() => ({ upload: vi.fn(), run: vi.fn(), look: vi.fn(), failures: vi.fn() }));
vi.mock('@/api/imports', () => ({
  uploadImport: answers.upload,
  runImport: answers.run,
  fetchImport: answers.look,
  fetchFailures: answers.failures,
  cancelImport: () => Promise.resolve(),
}));

const file = new File(['a'], 'a.csv');
const started = () => {
  const one = effectScope().run(useImport);
  if (!one) throw new Error('no scope');
  return one;
};

describe('R216: one import, followed', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    told.length = 0;
    Object.values(answers).forEach((answer) => answer.mockReset());
    answers.failures.mockResolvedValue({ columns: [], items: [], total: 1 });
  });

  it('learns of the end of the check, also when that is told before it has a name', async () => {
    const one = started();
    answers.look.mockResolvedValue({ id: '7', state: 'checked', rows_failed: 1 });
    answers.upload.mockImplementation(() => {
      told.forEach((tell) => tell({ about: 'import', id: '7' }));
      return Promise.resolve({ id: '7', state: 'checking', rows_failed: 0 });
    });
    await one.upload('customers', file, 'skip');
    expect(one.current.value?.state).toBe('checked');
    expect(one.failures.value?.total).toBe(1);
  });

  it('believes the answer that was asked for last, whichever comes first', async () => {
    const one = started();
    answers.upload.mockResolvedValue({ id: '7', state: 'checked', rows_failed: 0 });
    await one.upload('customers', file, 'skip');
    const late: ((answer: unknown) => void)[] = [];
    answers.look.mockImplementationOnce(() => new Promise((resolve) => late.push(resolve)));
    told.forEach((tell) => tell({ about: 'import', id: '7' }));
    answers.look.mockResolvedValueOnce({ id: '7', state: 'done', rows_failed: 0 });
    told.forEach((tell) => tell({ about: 'import', id: '7' }));
    await vi.waitFor(() => expect(one.current.value?.state).toBe('done'));
    late.forEach((answer) => answer({ id: '7', state: 'running', rows_failed: 0 }));
    await nextTick();
    await nextTick();
    expect(one.current.value?.state).toBe('done');
  });

  it('says what is wrong with the file, and keeps nothing of it', async () => {
    const one = started();
    const { ApiError } = await import('@/api/errors');
    answers.upload.mockRejectedValue(
      new ApiError(422, 'import.refused', '文件不能导入', '', [
        { field: 'file', code: 'import.no_column', message: '缺少必填列“电话”' },
      ]),
    );
    await one.upload('customers', file, 'skip');
    expect(one.problem.value).toBe('缺少必填列“电话”');
    expect(one.current.value).toBeNull();
  });
});
