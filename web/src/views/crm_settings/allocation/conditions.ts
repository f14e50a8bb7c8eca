import type { CrmCondition, CrmField, Namable, ObjectKind } from '@/api/crm_settings';
import type { Choice } from '@/list/list_spec';

export const comparisons: readonly CrmCondition['is'][] = [
  'equal',
  'not_equal',
  'contains',
  'empty',
  'not_empty',
  'before',
  'after',
];
export const needsValue = (is: CrmCondition['is']): boolean => is !== 'empty' && is !== 'not_empty';

const sources = ['hand', 'call', 'import', 'lead', 'platform'] as const;
type Words = (key: string) => string;

/** What a rule can ask of: the fields, and what else an object has. Only customers have stages. */
export function conditionFields(fields: readonly CrmField[], object: ObjectKind, t: Words): Choice[] {
  const words = ['tags', ...(object === 'customer' ? ['stage'] : []), 'source', 'region'];
  return [
    ...fields.map(({ key, name }) => ({ value: key, label: name })),
    ...words.map((word) => ({ value: word, label: t(`crm_settings.allocation.word.${word}`) })),
  ];
}

export interface ConditionWorld {
  fieldsOf: (object: ObjectKind) => readonly CrmField[];
  tagsOf: (object: ObjectKind) => Choice[];
  stages: readonly { id: string; name: string }[];
  namable: Namable;
}

/** The values to choose from; null: whatever is typed. */
export function valuesOf(name: string, object: ObjectKind, world: ConditionWorld, t: Words): Choice[] | null {
  if (name === 'tags') {
    return world.tagsOf(object);
  }
  if (name === 'stage') {
    return world.stages.map(({ id, name: label }) => ({ value: id, label }));
  }
  if (name === 'source') {
    return sources.map((value) => ({ value, label: t(`crm_settings.allocation.source.${value}`) }));
  }
  const field = world.fieldsOf(object).find(({ key }) => key === name);
  if (field?.type === 'person') {
    return world.namable.people.map(({ number, name: label }) => ({ value: number, label: `${label} ${number}` }));
  }
  if (!field?.choices.length) return null;
  // The choices of gender are the system's, and read in every language.
  const word = (key: string, own: string): string => (field.key === 'gender' ? t(`customers.gender.${key}`) : own);
  return field.choices.map(({ key, name: own }) => ({ value: key, label: word(key, own) }));
}
