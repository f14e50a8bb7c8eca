import { beforeAll, describe, expect, it } from 'vitest';
import type { SiteRole, UserRow } from '@/api/people';
import { useLanguage } from '@/i18n';
import { statusTag, userActs } from './spec';
import { blankUser, isPassword, madePassword, roleKey, rolePart } from './user_defaults';
import { matchingUsers, pageOfUsers } from './user_query';

const user = (over: Partial<UserRow>): UserRow => ({
  ...blankUser([]),
  has_password: true,
  has_extension_secret: false,
  locked: false,
  leads: false,
  avatar_at_ms: 0,
  has_two_factor: false,
  ...over,
});
const people = [
  user({ number: '10003', name: '王芳', nickname: '小芳', mobile: '13812345678', extension: '8003' }),
  user({ number: '10001', name: '李强', role: 'leader', department: 'north', extension: '8001' }),
  user({ number: '10010', name: 'Anna', custom_role: 'qa', status: 'left', extension: '' }),
  user({ number: '10002', name: '赵敏', locked: true, extension: '8002', email: 'min@example.com' }),
];
const numbers = (query: Record<string, string>): string[] => matchingUsers(people, query).map(({ number }) => number);

describe('the list of people', () => {
  it('is searched by name, nickname, number, phone and e-mail (R257)', () => {
    expect(numbers({ search: '王' })).toEqual(['10003']);
    expect(numbers({ search: '小芳' })).toEqual(['10003']);
    expect(numbers({ search: '10002' })).toEqual(['10002']);
    expect(numbers({ search: '3812345' })).toEqual(['10003']);
    expect(numbers({ search: 'ANNA' })).toEqual(['10010']);
    expect(numbers({ search: 'example.com' })).toEqual(['10002']);
  });

  it('is narrowed by role, department and status (R257)', () => {
    expect(numbers({ role: 'base:leader' })).toEqual(['10001']);
    expect(numbers({ role: 'qa' })).toEqual(['10010']);
    expect(numbers({ role: 'base:agent' })).toEqual(['10002', '10003']);
    expect(numbers({ department: 'north' })).toEqual(['10001']);
    expect(numbers({ department: 'none' })).toEqual(['10002', '10003', '10010']);
    expect(numbers({ status: 'left' })).toEqual(['10010']);
    expect(numbers({ status: 'active' })).toEqual(['10001', '10002', '10003']);
    expect(numbers({ status: 'locked' })).toEqual(['10002']);
  });

  it('is in the order of numbers, or as asked', () => {
    expect(numbers({})).toEqual(['10001', '10002', '10003', '10010']);
    expect(numbers({ sort: '-number' })).toEqual(['10010', '10003', '10002', '10001']);
    expect(numbers({ sort: 'extension' })[0]).toBe('10010');
  });

  it('pages five thousand at once', () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      user({ number: String(10_000 + index), name: `n${index}` }),
    );
    const page = pageOfUsers(many, { page: 200, size: 25 });
    expect(page.total).toBe(5000);
    expect(page.items.map(({ number }) => number).at(-1)).toBe('14999');
  });

  it('offers what somebody needs first, and takes back what can be taken back (R010, R257)', async () => {
    const acts = (row: { locked: boolean; status: 'active' | 'left' }): string[] =>
      userActs(row, () => true).map(({ id }) => id);
    expect(acts({ locked: true, status: 'active' })[0]).toBe('unlock');
    expect(acts({ locked: false, status: 'active' })).toContain('left');
    expect(acts({ locked: false, status: 'left' })).toContain('active');
    // A leader lets people in again, and no more.
    const leader = (right: string): boolean => right === 'people.unlock';
    expect(userActs(user({ locked: true }), leader).map(({ id }) => id)).toEqual(['unlock']);
    expect(userActs(user({ has_two_factor: true }), leader)).toEqual([]);
    const ids = (row: UserRow): string[] => userActs(row, () => true).map(({ id }) => id);
    expect(ids(user({ has_two_factor: true }))).toContain('two_factor');
    expect(ids(user({}))).not.toContain('two_factor');
    await useLanguage('zh-CN');
    expect(statusTag({ locked: false, status: 'left' }).text).toBe('离职');
    expect(statusTag({ locked: true, status: 'active' }).text).toBe('已锁定');
  });
});

describe('somebody new', () => {
  beforeAll(() => useLanguage('zh-CN'));

  it('gets the next number from 10000 on, and the next extension (R257)', () => {
    expect(blankUser([]).number).toBe('10000');
    expect(blankUser([{ number: 'admin', extension: '' }]).number).toBe('10000');
    const next = blankUser([
      { number: '10000', extension: '' },
      { number: '10007', extension: '8005' },
      { number: '900', extension: '8001' },
    ]);
    expect(next.number).toBe('10008');
    expect(next.extension).toBe('8006');
  });

  it('gets a password that follows the rule (R009)', () => {
    for (let count = 0; count < 50; count += 1) {
      expect(isPassword(madePassword())).toBe(true);
    }
    expect(isPassword('abc123')).toBe(true);
    expect(isPassword('abcdef')).toBe(false);
    expect(isPassword('123456')).toBe(false);
    expect(isPassword('a1234')).toBe(false);
  });

  it('has a base role, or one of the company over its base', () => {
    const roles = [{ code: 'qa', base: 'leader' }] as SiteRole[];
    expect(rolePart('qa', roles)).toEqual({ role: 'leader', custom_role: 'qa' });
    expect(rolePart('base:admin', roles)).toEqual({ role: 'admin', custom_role: '' });
    expect(roleKey({ role: 'leader', custom_role: '' })).toBe('base:leader');
    expect(roleKey({ role: 'leader', custom_role: 'qa' })).toBe('qa');
  });
});
