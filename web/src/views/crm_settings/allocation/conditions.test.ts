import { describe, expect, it } from 'vitest';
import type { CrmField } from '@/api/crm_settings';
import { conditionFields, needsValue, valuesOf, type ConditionWorld } from './conditions';

const field = (key: string, part: Partial<CrmField> = {}): CrmField =>
  ({ id: '1', object: 'customer', key, name: key.toUpperCase(), type: 'text', choices: [], ...part }) as CrmField;
const world: ConditionWorld = {
  fieldsOf: () => [
    field('f1', { type: 'select', choices: [{ key: 'c1', name: '展会', enabled: true }] }),
    field('f2', { type: 'person' }),
    field('f3'),
    field('gender', { type: 'radio', system: true, choices: [{ key: 'female', name: '女', enabled: true }] }),
  ],
  tagsOf: () => [{ value: '7', label: '高' }],
  stages: [{ id: '3', name: '洽谈' }],
  namable: { roles: [], departments: [], people: [{ number: '10001', name: '王丽', department: '' }] },
};
const t = (key: string): string => key;

describe('conditions of allocation rules (R162)', () => {
  it('ask of fields and of what else an object has', () => {
    expect(conditionFields([field('f1')], 'customer', t).map(({ value }) => value)).toEqual([
      'f1',
      'tags',
      'stage',
      'source',
      'region',
    ]);
    expect(conditionFields([], 'lead', t).map(({ value }) => value)).not.toContain('stage');
  });
  it('offer the values that there are', () => {
    expect(valuesOf('f1', 'customer', world, t)).toEqual([{ value: 'c1', label: '展会' }]);
    expect(valuesOf('f2', 'customer', world, t)).toEqual([{ value: '10001', label: '王丽 10001' }]);
    expect(valuesOf('tags', 'customer', world, t)).toEqual([{ value: '7', label: '高' }]);
    expect(valuesOf('stage', 'customer', world, t)).toEqual([{ value: '3', label: '洽谈' }]);
    expect(valuesOf('f3', 'customer', world, t)).toBeNull();
    expect(valuesOf('gender', 'customer', world, t)).toEqual([{ value: 'female', label: 'customers.gender.female' }]);
  });
  it('need no value to find what is empty', () => {
    expect(needsValue('empty')).toBe(false);
    expect(needsValue('equal')).toBe(true);
  });
});
