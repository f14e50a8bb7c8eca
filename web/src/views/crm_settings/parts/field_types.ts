import type { FieldType, ObjectKind } from '@/api/crm_settings';

export const fieldTypes: readonly FieldType[] = [
  'text',
  'paragraph',
  'number',
  'select',
  'radio',
  'checks',
  'date',
  'time',
  'person',
];
export const allObjects: readonly ObjectKind[] = ['customer', 'lead', 'contact'];
/** Contacts have fields and dedup rules alone (R146). */
export const pooledObjects: readonly ObjectKind[] = ['customer', 'lead'];

export const hasChoices = (type: FieldType): boolean => ['select', 'radio', 'checks'].includes(type);

/** "c3" after "c1" and "c2": a key that no other has. */
export function nextKey(parts: readonly { key: string }[], letter: string): string {
  const numbers = parts.map(({ key }) => (key.startsWith(letter) ? Number(key.slice(1)) || 0 : 0));
  return `${letter}${Math.max(0, ...numbers) + 1}`;
}

export const everybody = (): { everybody: boolean; roles: string[]; departments: string[]; people: string[] } => ({
  everybody: true,
  roles: [],
  departments: [],
  people: [],
});
