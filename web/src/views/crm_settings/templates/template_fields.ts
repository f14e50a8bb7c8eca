import type { FieldType, TemplateField } from '@/api/crm_settings';
import { hasChoices, nextKey } from '../parts/field_types';

export const columns = 12;
/** Of twelve columns: a quarter, a third, half, all. */
export const widths = [3, 4, 6, 12] as const;

export const widthOf = ({ width }: TemplateField): number => Math.min(columns, Math.max(1, width));

/** A new field of this type; its name is the type's, and a number behind it where that is taken. */
export function blankField(all: readonly TemplateField[], type: FieldType, word: string): TemplateField {
  const taken = new Set(all.map(({ name }) => name));
  let name = word;
  for (let count = 2; taken.has(name); ++count) {
    name = `${word} ${count}`;
  }
  return {
    key: nextKey(all, 't'),
    type,
    name,
    choices: hasChoices(type) ? [{ key: 'c1', name: '', enabled: true }] : [],
    width: type === 'paragraph' ? columns : columns / 2,
    required: false,
    enabled: true,
  };
}
