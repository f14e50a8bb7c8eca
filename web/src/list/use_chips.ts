import { computed, type ComputedRef } from 'vue';
import { translate } from '@/i18n';
import { isNamed } from './days';
import { lengthText } from './lengths';
import { chipKeys, type ListQuery } from './list_query';
import type { ListFilter, ListShape } from './list_spec';
import type { Chip } from './ListChips.vue';

function textOf(filter: ListFilter, value: string): string {
  if (filter.kind === 'days') {
    const days = isNamed(value)
      ? translate(`list.days.${value}`)
      : value.replace('_', ` ${translate('list.days.to')} `);
    return filter.name ? translate('list.condition', { field: filter.name, value: days }) : days;
  }
  if (filter.chip) return filter.chip(value);
  const chosen = filter.choices?.().find((choice) => choice.value === value)?.label ?? value;
  const label = filter.kind === 'length' ? lengthText(value) : chosen;
  return translate('list.condition', { field: filter.name ?? translate(filter.title), value: label });
}

/** The conditions in force, as removable words. */
export function useChips(shape: ListShape, query: ComputedRef<ListQuery>): ComputedRef<Chip[]> {
  return computed(() =>
    chipKeys(shape, query.value).flatMap((key) => {
      const filter = shape.filters.find((each) => each.key === key);
      return filter ? { key, text: textOf(filter, query.value.conditions[key] ?? '') } : [];
    }),
  );
}
