import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dependencies } from '../../../package.json';
import { componentsOfPages, componentsOfServer } from './components';

const declared = (name: string): { version: string; license: string } =>
  JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string; license: string };

describe('the components that the page about the product names (R012)', () => {
  it('are those that the pages are built with', () => {
    expect(componentsOfPages.map(({ name }) => name).sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('have the version and the licence that each declares', () => {
    for (const { name, version, licence } of componentsOfPages) {
      expect({ name, version, license: licence }).toEqual({
        name,
        version: declared(name).version,
        license: declared(name).license,
      });
    }
  });

  it('are named once each', () => {
    const names = [...componentsOfPages, ...componentsOfServer].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
