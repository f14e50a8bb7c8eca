import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { i18n, languages, useLanguage } from '@/i18n';

// The server's own catalogue, as it stands in the tree.
const catalogue = [
  ...readFileSync('../server/office/people/rights.h', 'utf8').matchAll(/string_view \w+ = "([^"]+)"/g),
];
const lines = readFileSync('../server/office/people/rights.cpp', 'utf8');
const groups = [...lines.matchAll(/(?:everybody|leaders|admins)\(rights::\w+, "(\w+)"\)/g)];

it('every right and every group of the catalogue has words in both languages (R255)', async () => {
  expect(catalogue.length).toBeGreaterThan(30);
  expect(groups.length).toBeGreaterThan(30);
  for (const language of languages) {
    await useLanguage(language);
    const missing = [
      ...catalogue.map(([, key]) => `rights.of.${key}`),
      ...groups.map(([, group]) => `rights.group.${group}`),
    ].filter((key) => !i18n.global.te(key, language));
    expect(missing, language).toEqual([]);
  }
}, 60_000);
