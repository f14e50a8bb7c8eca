import { describe, expect, it } from 'vitest';
import { actsFor } from './acts';

const all = (): boolean => true;
const only =
  (...rights: string[]) =>
  (right: string): boolean =>
    rights.includes(right);

describe('what can be done with objects', () => {
  it('R127: customers have groups, leads have none, contacts are only deleted', () => {
    expect(actsFor({ object: 'customer', pooled: false }, all)).toContain('group');
    expect(actsFor({ object: 'lead', pooled: false }, all)).not.toContain('group');
    expect(actsFor({ object: 'contact', pooled: false }, all)).toEqual(['delete']);
  });

  it('R127: nobody is offered what he may not do', () => {
    expect(actsFor({ object: 'customer', pooled: false }, only('customers.edit'))).toEqual([
      'give_up',
      'tags',
      'group',
      'plan',
      'stage',
    ]);
    expect(actsFor({ object: 'customer', pooled: false }, only())).toEqual([]);
  });

  it('R148: a lead that has become a customer is not given up', () => {
    expect(actsFor({ object: 'lead', pooled: false, converted: false }, all)).toContain('give_up');
    expect(actsFor({ object: 'lead', pooled: false, converted: true }, all)).not.toContain('give_up');
  });

  it('R155: members of a pool claim, administrators assign and delete', () => {
    expect(actsFor({ object: 'customer', pooled: true, administers: false }, only())).toEqual(['claim', 'transfer']);
    expect(actsFor({ object: 'lead', pooled: true, administers: true }, all)).toEqual([
      'claim',
      'assign',
      'transfer',
      'delete',
    ]);
  });
});
