import type { Field, SiteRole } from '@/api/people';

/** What a role's people may do with a field. */
export type FieldAccess = 'change' | 'read' | 'hidden';
export const accesses: readonly FieldAccess[] = ['change', 'read', 'hidden'];

type Kept = Pick<SiteRole, 'hidden_fields' | 'fixed_fields'>;

export function accessOf(role: Kept, key: string): FieldAccess {
  if (role.hidden_fields.includes(key)) return 'hidden';
  return role.fixed_fields.includes(key) ? 'read' : 'change';
}

export function setAccess(role: Kept, key: string, access: FieldAccess): void {
  role.hidden_fields = role.hidden_fields.filter((each) => each !== key);
  role.fixed_fields = role.fixed_fields.filter((each) => each !== key);
  if (access === 'hidden') role.hidden_fields.push(key);
  if (access === 'read') role.fixed_fields.push(key);
}

export interface FieldGroup {
  key: string;
  fields: readonly Field[];
}

/** In the order of the catalogue. */
export const fieldGroups = (fields: readonly Field[]): FieldGroup[] =>
  [...new Set(fields.map(({ group }) => group))].map((key) => ({
    key,
    fields: fields.filter(({ group }) => group === key),
  }));
