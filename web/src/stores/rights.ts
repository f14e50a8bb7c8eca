import type { Me } from '@/api/sessions';

/** What one may do, by the keys of the server's catalogue. */
export const rightsOf = (me: Me | null): ReadonlySet<string> => new Set(me?.rights ?? []);

/** Whether somebody sees only what he did himself: then no list offers to choose between people. */
export const seesOnlyOwn = (me: Me | null): boolean => (me?.data ?? 'own') === 'own';
