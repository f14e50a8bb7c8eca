import type { SiteRole, SiteUser, UserRow } from '@/api/people';
import { nextNumber } from '../queues/blank';

/** R257: numbers of people start here. */
export const firstNumber = 10_000;
const firstExtension = 8_001;

/** Somebody new, with the next free number and extension (R017). */
export function blankUser(users: readonly Pick<UserRow, 'number' | 'extension'>[]): SiteUser {
  const numbers = users.map(({ number }) => number).filter((number) => Number(number) >= firstNumber);
  const extensions = users.map(({ extension }) => extension).filter(Boolean);
  return {
    number: nextNumber(numbers, firstNumber),
    name: '',
    nickname: '',
    account: '',
    password: '',
    first_password: true,
    role: 'agent',
    custom_role: '',
    department: '',
    extension: nextNumber(extensions, firstExtension),
    extension_type: 'web',
    extension_secret: '',
    sign_in: 'page',
    after_call: 'ready',
    wrap_up_s: 30,
    mobile: '',
    email: '',
    network_proxy: false,
    record_calls: 'as_queue',
    status: 'active',
  };
}

/** A role as one value of a choice: a role of the company by its code, or a base role. */
export const roleKey = (user: Pick<SiteUser, 'role' | 'custom_role'>): string =>
  user.custom_role || `base:${user.role}`;

export function rolePart(key: string, roles: readonly SiteRole[]): Pick<SiteUser, 'role' | 'custom_role'> {
  const role = roles.find(({ code }) => code === key);
  if (role) {
    return { role: role.base, custom_role: role.code };
  }
  return { role: key.replace('base:', '') as SiteUser['role'], custom_role: '' };
}

// No letters and digits that look alike: a first password is read out and copied by hand.
const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';

/** A first password by the rule (R009): letters and digits. */
export function madePassword(random: (most: number) => number = secureRandom): string {
  const take = (from: string, count: number): string =>
    Array.from({ length: count }, () => from[random(from.length)] ?? '').join('');
  return `${take(letters, 4)}${take(digits, 4)}`;
}

function secureRandom(most: number): number {
  const drawn = new Uint32Array(1);
  // What does not divide evenly is drawn again, so that no sign is likelier than another.
  const limit = Math.floor(2 ** 32 / most) * most;
  do {
    crypto.getRandomValues(drawn);
  } while ((drawn[0] ?? 0) >= limit);
  return (drawn[0] ?? 0) % most;
}

/** R009: letters and digits together, six or more. */
export const isPassword = (text: string): boolean => text.length >= 6 && /\p{L}/u.test(text) && /\d/.test(text);
