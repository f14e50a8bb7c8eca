import { describe, expect, it } from 'vitest';
import type { Right } from '@/api/people';
import { baseRoleRows, blankRole, flipGroup, flipRight, groupsOf, isBase, rebase, tickedOf } from './role_rights';

const right = (key: string, group: string, from: 'agent' | 'leader' | 'admin'): Right => ({
  key,
  group,
  agent: from === 'agent',
  leader: from !== 'admin',
  admin: true,
});
const catalogue = [
  right('phone.use', 'phone', 'agent'),
  right('queues.see', 'live', 'agent'),
  right('agents.supervise', 'live', 'leader'),
  right('site.configure', 'system', 'admin'),
];

describe('the editor of roles (R255)', () => {
  it('groups the catalogue in its own order', () => {
    expect(groupsOf(catalogue).map(({ key, rights }) => [key, rights.length])).toEqual([
      ['phone', 1],
      ['live', 2],
      ['system', 1],
    ]);
  });

  it('ticks a group whole, half and not at all', () => {
    const live = groupsOf(catalogue)[1];
    if (!live) throw new Error('no group');
    let held = ['phone.use'];
    expect(tickedOf(live, held)).toBe('none');
    held = flipRight('queues.see', held);
    expect(tickedOf(live, held)).toBe('some');
    held = flipGroup(live, held);
    expect(tickedOf(live, held)).toBe('all');
    expect(flipGroup(live, held)).toEqual(['phone.use']);
    expect(flipRight('phone.use', ['phone.use'])).toEqual([]);
  });

  it('starts with what its base has', () => {
    const role = blankRole([{ code: 'role1' } as never], catalogue);
    expect(role).toMatchObject({ code: 'role2', base: 'agent', data: 'own', rights: ['phone.use', 'queues.see'] });
    rebase(role, 'leader', catalogue);
    expect(role).toMatchObject({ base: 'leader', data: 'led' });
    expect(role.rights).toContain('agents.supervise');
  });

  it('shows the three base roles, which nobody changes', () => {
    const rows = baseRoleRows(catalogue, (base) => base);
    expect(rows.map(({ code }) => code)).toEqual(['base:agent', 'base:leader', 'base:admin']);
    expect(rows.every(({ code }) => isBase(code))).toBe(true);
    expect(rows[2]?.rights.length).toBe(catalogue.length);
    expect(isBase('qa')).toBe(false);
  });
});
