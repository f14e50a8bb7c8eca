import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Me } from '@/api/sessions';
import { menuFor } from '@/router/menu';
import { pages } from '@/router/records';
import { rightsOf, seesOnlyOwn } from './rights';
import { useSession } from './session';

const me = (over: Partial<Me>): Me => ({ role: 'agent', ...over }) as Me;

describe('what one may do', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('is what the server says, whatever the role is called (R255)', () => {
    expect(rightsOf(me({ role: 'leader', rights: ['records.see'] })).has('agents.supervise')).toBe(false);
    expect(rightsOf(me({ role: 'agent', rights: ['agents.supervise'] })).has('agents.supervise')).toBe(true);
    expect(seesOnlyOwn(me({ role: 'agent', data: 'all' }))).toBe(false);
    expect(seesOnlyOwn(me({ role: 'leader', data: 'own' }))).toBe(true);
    expect(rightsOf(null).size).toBe(0);
  });

  it('is answered by the session', () => {
    const session = useSession();
    expect(session.may('phone.use')).toBe(false);
    expect(session.may()).toBe(true);
    session.me = me({ rights: ['people.manage'] });
    expect(session.may('people.manage')).toBe(true);
    expect(session.may('roles.manage')).toBe(false);
  });

  it('decides which pages there are (R036)', () => {
    const session = useSession();
    session.me = me({ role: 'agent', rights: ['phone.use', 'records.see'] });
    const open = (): string[] => pages.filter(({ meta }) => session.may(meta?.right)).map(({ name }) => String(name));
    expect(open()).not.toContain('wall');
    expect(open()).not.toContain('admin_users');
    expect(open()).toContain('records');
    session.me = me({ role: 'agent', rights: ['people.see'] });
    expect(open()).toContain('admin_users');
    expect(open()).not.toContain('admin_roles');
    expect(open()).not.toContain('records');
  });

  it('decides what the menu leads to: whoever may only delete data finds that page in it (R036)', () => {
    const session = useSession();
    const entry = (name: string): string | undefined => menuFor(session.may).find(({ page }) => page.name === name)?.to;
    session.me = me({ role: 'agent', rights: ['phone.use'] });
    expect(entry('admin_advanced')).toBeUndefined();
    session.me = me({ role: 'agent', rights: ['data.delete'] });
    expect(entry('admin_advanced')).toBe('/admin/deletion');
    session.me = me({ role: 'admin', rights: ['site.configure', 'data.delete'] });
    expect(entry('admin_advanced')).toBe('/admin/advanced');
  });

  it('leads to addresses, not to patterns of them', () => {
    expect(menuFor(() => true).filter(({ to }) => to.includes(':'))).toEqual([]);
    expect(menuFor(() => true).find(({ page }) => page.name === 'reports')?.to).toBe('/reports');
  });
});
