import type { Right, SiteRole } from '@/api/people';
import { baseRoles } from '@/api/people';
import type { Role } from '@/api/sessions';
import type { Ticked } from '@/list/use_selection';

/** Base roles stand in the list with this before their name; a code of the company's own cannot hold a colon. */
const basePrefix = 'base:';
export const isBase = (code: string): boolean => code.startsWith(basePrefix);

export const rightsOfBase = (rights: readonly Right[], base: Role): string[] =>
  rights.filter((right) => right[base]).map(({ key }) => key);

const dataOfBase = { agent: 'own', leader: 'led', admin: 'all' } as const;

/** The three roles that are always there, as if they were the company's own. */
export const baseRoleRows = (rights: readonly Right[], nameOf: (role: Role) => string): SiteRole[] =>
  baseRoles.map((base) => ({
    code: basePrefix + base,
    name: nameOf(base),
    description: '',
    base,
    rights: rightsOfBase(rights, base),
    data: dataOfBase[base],
    hidden_fields: [],
    fixed_fields: [],
  }));

/** A new role is an agent's until more is ticked. */
export function blankRole(roles: readonly SiteRole[], rights: readonly Right[]): SiteRole {
  const taken = new Set(roles.map(({ code }) => code));
  let number = 1;
  while (taken.has(`role${number}`)) {
    number += 1;
  }
  return {
    code: `role${number}`,
    name: '',
    description: '',
    base: 'agent',
    rights: rightsOfBase(rights, 'agent'),
    data: dataOfBase.agent,
    hidden_fields: [],
    fixed_fields: [],
  };
}

/** Another base starts over with what that base has. */
export function rebase(role: SiteRole, base: Role, rights: readonly Right[]): void {
  role.base = base;
  role.rights = rightsOfBase(rights, base);
  role.data = dataOfBase[base];
}

export interface RightGroup {
  key: string;
  rights: readonly Right[];
}

/** In the order of the catalogue. */
export const groupsOf = (rights: readonly Right[]): RightGroup[] =>
  [...new Set(rights.map(({ group }) => group))].map((key) => ({
    key,
    rights: rights.filter(({ group }) => group === key),
  }));

export function tickedOf(group: RightGroup, held: readonly string[]): Ticked {
  const count = group.rights.filter(({ key }) => held.includes(key)).length;
  if (!count) return 'none';
  return count === group.rights.length ? 'all' : 'some';
}

/** All of a group, or none of it when it had all. */
export function flipGroup(group: RightGroup, held: readonly string[]): string[] {
  const keys = group.rights.map(({ key }) => key);
  const rest = held.filter((key) => !keys.includes(key));
  return tickedOf(group, held) === 'all' ? rest : [...rest, ...keys];
}

export const flipRight = (key: string, held: readonly string[]): string[] =>
  held.includes(key) ? held.filter((each) => each !== key) : [...held, key];
