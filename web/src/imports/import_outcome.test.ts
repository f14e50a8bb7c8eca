import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import type { ImportView } from '@/api/imports';
import { i18n, useLanguage } from '@/i18n';
import ImportOutcome from './ImportOutcome.vue';

const view = (state: ImportView['state']): ImportView =>
  ({
    id: '7',
    file_name: '客户.csv',
    state,
    rows_total: 10,
    rows_done: 10,
    rows_added: 8,
    rows_changed: 1,
    rows_same: 1,
    rows_failed: 0,
    ignored: [],
    problem: '',
  }) as unknown as ImportView;

/** The buttons that stand below an import. */
function buttons(state: ImportView['state'], mayRepeat: boolean): string[] {
  document.body.innerHTML = '<div id="here"></div>';
  const app = createApp(ImportOutcome, { one: view(state), failures: null, problem: '', isBusy: false, mayRepeat });
  app.use(i18n).mount('#here');
  const found = [...document.querySelectorAll('button')].map(({ dataset }) => dataset.testid ?? '');
  app.unmount();
  return found;
}

describe('what can be done with an import (R216)', () => {
  beforeEach(() => useLanguage('zh-CN'));

  it('goes from one to the next: run or another file, cancel, go on, another file', () => {
    expect(buttons('checked', true)).toEqual(['import-again', 'import-run']);
    expect(buttons('running', true)).toEqual(['import-cancel']);
    expect(buttons('stopped', true)).toEqual(['import-cancel', 'import-run']);
    for (const ended of ['done', 'cancelled', 'failed'] as const)
      expect(buttons(ended, true)).toEqual(['import-again']);
  });

  it('has nothing to begin anew with where it is only looked at', () => {
    for (const ended of ['done', 'cancelled', 'failed'] as const) expect(buttons(ended, false)).toEqual([]);
  });
});
