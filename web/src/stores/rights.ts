import type { Me, Role } from '@/api/sessions';

const everybody = [
  'phone.use',
  'queues.see',
  'records.see',
  'records.export',
  'lost_calls.handle',
  'recordings.play',
  'recordings.download',
  'customers.see',
  'customers.edit',
];
const leaders = [
  ...everybody,
  'agents.supervise',
  'agents.force',
  'rooms.manage',
  'callbacks.cancel',
  'people.see',
  'people.unlock',
  'numbers.full',
];
const admins = [
  ...leaders,
  'voicemail.delete',
  'people.manage',
  'departments.manage',
  'roles.manage',
  'site.configure',
];
const ofBase: Readonly<Record<Role, readonly string[]>> = { agent: everybody, leader: leaders, admin: admins };

/** A server that does not name rights yet means those of the base role. */
export function rightsOf(me: Me | null): ReadonlySet<string> {
  if (!me) {
    return new Set();
  }
  return new Set(me.rights ?? ofBase[me.role]);
}

/** Whether somebody sees only what he did himself: then no list offers to choose between people. */
export function seesOnlyOwn(me: Me | null): boolean {
  return me?.data ? me.data === 'own' : (me?.role ?? 'agent') === 'agent';
}
