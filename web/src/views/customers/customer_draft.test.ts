import { describe, expect, it } from 'vitest';
import type { CustomerCard } from '@/api/customers';
import { draftOf, emptyForm, formOf, readNumber } from './customer_draft';

const card: CustomerCard = {
  id: '7',
  object: 'customer',
  name: '陈女士',
  gender: 'female',
  level: '一般',
  note: '',
  owner: { number: '10001', name: '王' },
  numbers: [{ number: '138****0001', kind: '手机', number_token: 'token:x' }],
  fields: {},
  source: 'hand',
  parent: null,
  pool: null,
  group: null,
  stage: null,
  tags: [],
  converted_to: null,
  owned_at_ms: null,
  protected_until_ms: null,
  followed_at_ms: null,
  version: 3,
  created_at_ms: 1,
  created_by: null,
  updated_at_ms: 1,
  updated_by: null,
};

describe('R136: a typed number', () => {
  it('may begin with its kind', () => {
    expect(readNumber('手机:13500000001')).toEqual({ kind: '手机', number: '13500000001' });
    expect(readNumber(' 公司：010-88 ')).toEqual({ kind: '公司', number: '010-88' });
    expect(readNumber('13500000001')).toEqual({ kind: '', number: '13500000001' });
  });
});

describe('what is sent', () => {
  it('leaves hidden numbers and an untouched owner as they are', () => {
    const sent = draftOf(formOf(card), card, '55');
    expect(sent.numbers).toEqual([{ number: 'token:x', kind: '手机' }]);
    expect(sent.owner).toBeUndefined();
    expect([sent.version, sent.call]).toEqual([3, '55']);
  });
  it('names an owner who was chosen, and one who was taken away', () => {
    expect(draftOf({ ...formOf(card), owner: '10002' }, card).owner).toBe('10002');
    expect(draftOf({ ...formOf(card), owner: '' }, card).owner).toBe('');
    expect(draftOf(emptyForm('135', '', '10001'), null).owner).toBe('10001');
  });
  it('R264: says which of the numbers that look alike stays, and takes what is typed over one', () => {
    const twins = ['token:a', 'token:b'].map((number_token) => ({ number: '*****', kind: '', number_token }));
    const form = formOf({ ...card, numbers: twins });
    form.numbers.splice(0, 1);
    expect(draftOf(form, card).numbers).toEqual([{ number: 'token:b', kind: '' }]);
    Object.assign(form.numbers[0] ?? {}, { number: '13900000000' });
    expect(draftOf(form, card).numbers).toEqual([{ number: '13900000000', kind: '' }]);
  });
  it('R136: offers a row for the number that somebody without one gets', () => {
    const form = formOf({ ...card, numbers: [] });
    expect(form.numbers).toEqual([{ number: '', kind: '' }]);
    expect(draftOf(form, card).numbers).toEqual([]);
  });
  it('R142: gives a contact its customer and no owner', () => {
    const contact = { ...emptyForm('135', '', '10001'), object: 'contact' as const, parent: '7' };
    expect(draftOf(contact, null)).toMatchObject({ object: 'contact', parent: '7' });
    expect(draftOf(contact, null).owner).toBeUndefined();
  });
  it('R148: names the lead that a new customer is made from, once', () => {
    expect(draftOf({ ...emptyForm('135'), lead: '8', tags: ['9'] }, null)).toMatchObject({ lead: '8', tags: ['9'] });
    expect(draftOf({ ...formOf(card), lead: '8' }, card).lead).toBeUndefined();
  });
  it('has no empty numbers, and the kinds that were typed in front', () => {
    const form = {
      ...emptyForm(),
      numbers: [
        { number: '家庭:010', kind: '' },
        { number: ' ', kind: '' },
      ],
    };
    expect(draftOf(form, null).numbers).toEqual([{ kind: '家庭', number: '010' }]);
  });
});
