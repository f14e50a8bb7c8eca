/* eslint-disable vue/one-component-per-file */
import { createApp, defineComponent, h } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '@/i18n';
import ListFilterBar from './ListFilterBar.vue';
import type { ListFilter } from './list_spec';

// The library's select, reduced to what it says: each box by its label.
const boxes = vi.hoisted(() => new Map<string, (value: string) => void>());
vi.mock('element-plus', async (original) => ({
  ...(await original<object>()),
  ElSelect: defineComponent({
    props: { ariaLabel: { type: String, required: true } },
    emits: ['update:modelValue'],
    setup(props, { emit }) {
      boxes.set(props.ariaLabel, (value) => emit('update:modelValue', value));
      return () => h('span');
    },
  }),
}));

const filters: readonly ListFilter[] = [
  { key: 'agent', title: 'records.filter.agent', kind: 'choice', instead: 'department' },
  { key: 'department', title: 'logs.column.department', kind: 'choice', instead: 'agent' },
];
let app: ReturnType<typeof createApp> | undefined;
afterEach(() => app?.unmount());

describe('the query bar', () => {
  it('R213, R214: a department takes the place of a person, and the other way round', () => {
    let asked: Record<string, string> = {};
    const onQuery = (conditions: Record<string, string>): void => void (asked = conditions);
    document.body.innerHTML = '<div id="here"></div>';
    app = createApp({ render: () => h(ListFilterBar, { filters, conditions: { agent: '10001' }, onQuery }) });
    app.use(i18n).mount('#here');
    boxes.get(i18n.global.t('logs.column.department'))?.('sales');
    document.querySelector('form')?.requestSubmit();
    expect(asked).toEqual({ agent: '', department: 'sales' });
    boxes.get(i18n.global.t('records.filter.agent'))?.('10002');
    document.querySelector('form')?.requestSubmit();
    expect(asked).toEqual({ agent: '10002', department: '' });
  });

  it('opens what stands behind 更多条件 only when it says something', () => {
    const days: ListFilter = {
      key: 'signed',
      title: 'records.filter.days',
      kind: 'choice',
      initial: 'all',
      more: true,
    };
    const isOpen = (signed: string): boolean => {
      app?.unmount();
      document.body.innerHTML = '<div id="here"></div>';
      app = createApp({ render: () => h(ListFilterBar, { filters: [...filters, days], conditions: { signed } }) });
      app.use(i18n).mount('#here');
      return document.querySelector('[data-testid="list-more"]')?.getAttribute('aria-expanded') === 'true';
    };
    expect(isOpen('all')).toBe(false);
    expect(isOpen('today')).toBe(true);
  });
});
