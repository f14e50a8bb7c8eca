import { expect, it } from 'vitest';
import type { BookField } from '@/api/crm';
import { emptyForm, type CustomerForm } from './customer_draft';
import { missingFields } from './missing_fields';

const field = (key: string, more: Partial<BookField> = {}): BookField => ({
  id: '1',
  object: 'customer',
  key,
  system: !key.startsWith('f'),
  type: 'text',
  name: key,
  choices: [],
  initial: null,
  remark: '',
  required: true,
  listed: true,
  may_change: true,
  ...more,
});
const book = [
  field('name'),
  field('gender'),
  field('numbers'),
  field('level'),
  field('f1'),
  field('f2', { type: 'checks' }),
  field('f3', { required: false }),
];
const missing = (form: Partial<CustomerForm>, isFixed: () => boolean = () => false): string[] =>
  missingFields({ ...emptyForm(), ...form }, book, isFixed);

it('names every mandatory field that is empty, from the top down (R158)', () => {
  expect(missing({ name: '  ' })).toEqual(['name', 'gender', 'numbers[0].number', 'level', 'fields.f1', 'fields.f2']);
  expect(
    missing({
      name: '李女士',
      numbers: [
        { number: '', kind: '' },
        { number: '13800000001', kind: '' },
      ],
    }),
  ).toEqual(['gender', 'level', 'fields.f1', 'fields.f2']);
  expect(missing({ name: '李女士', gender: 'female', level: 'VIP', fields: { f1: 0, f2: [] } })).toEqual([
    'numbers[0].number',
    'fields.f2',
  ]);
});

it('asks nobody for what he may not write; a contact belongs to a customer', () => {
  expect(missing({}, () => true)).toEqual(['name', 'numbers[0].number']);
  expect(missing({ object: 'contact', name: '李女士' }, () => true)).toEqual(['parent', 'numbers[0].number']);
});
