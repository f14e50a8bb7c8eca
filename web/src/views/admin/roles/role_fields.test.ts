import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { i18n, languages, useLanguage } from '@/i18n';
import { accessOf, fieldGroups, setAccess } from './role_fields';

describe('the field rights of a role (R255)', () => {
  it('keeps each field in one place', () => {
    const role = { hidden_fields: ['customer.note'], fixed_fields: ['customer.level'] };
    expect(accessOf(role, 'customer.note')).toBe('hidden');
    expect(accessOf(role, 'customer.level')).toBe('read');
    expect(accessOf(role, 'customer.owner')).toBe('change');
    setAccess(role, 'customer.note', 'read');
    setAccess(role, 'customer.level', 'change');
    setAccess(role, 'customer.owner', 'hidden');
    expect(role).toEqual({ hidden_fields: ['customer.owner'], fixed_fields: ['customer.note'] });
  });

  it('groups the catalogue in its own order', () => {
    const fields = ['customer.note', 'employee.mobile', 'customer.level'].map((key) => ({
      key,
      group: key.split('.')[0] ?? '',
      hideable: true,
    }));
    expect(fieldGroups(fields).map(({ key, fields: all }) => [key, all.length])).toEqual([
      ['customer', 2],
      ['employee', 1],
    ]);
  });
});

it('every field and every group of the server’s catalogue has words in both languages (R255)', async () => {
  const header = readFileSync('../server/office/people/field_rights.h', 'utf8');
  const keys = [...header.matchAll(/string_view \w+ = "([a-z]+\.[a-z_]+)"/g)].map(([, key]) => key ?? '');
  expect(keys.length).toBeGreaterThan(8);
  for (const language of languages) {
    await useLanguage(language);
    const missing = keys
      .flatMap((key) => [`roles.field.${key}`, `roles.field_group.${key.split('.')[0]}`])
      .filter((key) => !i18n.global.te(key, language));
    expect(missing, language).toEqual([]);
  }
}, 60_000);

it('every fault of the watchdog has words in both languages (B24)', async () => {
  const header = readFileSync('../server/model/stuck.h', 'utf8');
  const list = /enum class Fault \{([^}]*)\}/.exec(header)?.[1] ?? '';
  const faults = [...list.matchAll(/^\s*([A-Z]\w+),/gm)].map(([, name]) =>
    (name ?? '').replace(/(?!^)([A-Z])/g, '_$1').toLowerCase(),
  );
  expect(faults.length).toBeGreaterThan(10);
  for (const language of languages) {
    await useLanguage(language);
    expect(
      faults.filter((fault) => !i18n.global.te(`dashboard.fault.${fault}`, language)),
      language,
    ).toEqual([]);
  }
}, 60_000);
