import type { BookField, ObjectKind } from '@/api/crm';
import type { CustomerCard, CustomerDraft } from '@/api/customers';
import type { OwnValues } from './own_fields';

export interface NumberDraft {
  number: string;
  kind: string;
  /** As the server shows it to somebody who does not see it, and what stands for it then. */
  hidden?: { shown: string; token: string };
}
/** What the form edits. */
export interface CustomerForm {
  name: string;
  gender: CustomerCard['gender'];
  level: string;
  note: string;
  numbers: NumberDraft[];
  /** 工号; empty: nobody. */
  owner: string;
  object: ObjectKind;
  /** A contact's customer: id, empty when none is chosen. */
  parent: string;
  /** Ids; null: they are not a part of this form. */
  tags: string[] | null;
  /** The lead that this new customer is made from. */
  lead: string;
  /** The public pool that a new one is put into: nobody owns it then (R154). */
  pool?: string;
  /** The company's own fields by their keys; null: nothing. */
  fields: OwnValues;
}

/** What a new one begins with besides what everybody knows. */
export interface Beginning {
  object?: ObjectKind;
  parent?: string;
  pool?: string;
}

export function emptyForm(number = '', level = '', owner = ''): CustomerForm {
  return {
    name: '',
    gender: 'unknown',
    level,
    note: '',
    numbers: [{ number, kind: '' }],
    owner,
    object: 'customer',
    parent: '',
    tags: null,
    lead: '',
    fields: {},
  };
}

/** What stands in the fields of a new one: their defaults (R158). */
export const firstValues = (fields: readonly Pick<BookField, 'key' | 'initial' | 'system'>[]): OwnValues =>
  Object.fromEntries(fields.filter(({ system }) => !system).map(({ key, initial }) => [key, initial ?? null]));

/** Own fields that were changed. What one does not see is not there, and stays as it is. */
function changedFields(now: OwnValues, before: OwnValues): OwnValues {
  const same = (key: string): boolean => JSON.stringify(now[key] ?? null) === JSON.stringify(before[key] ?? null);
  return Object.fromEntries(Object.keys(now).flatMap((key) => (same(key) ? [] : [[key, now[key] ?? null]])));
}

type Shown = { number: string; kind: string; number_token?: string | null };
export const rowOf = ({ number, kind, number_token }: Shown): NumberDraft =>
  number_token ? { number, kind, hidden: { shown: number, token: number_token } } : { number, kind };
/** There is always a row to write a number into. */
const rowsOf = (numbers: readonly Shown[]): NumberDraft[] =>
  numbers.length ? numbers.map(rowOf) : [{ number: '', kind: '' }];
/** Hidden numbers look alike; untouched, each is sent as itself. */
const sentNumber = ({ number, kind, hidden }: NumberDraft): NumberDraft => ({
  number: hidden?.shown === number ? hidden.token : number,
  kind,
});

export function formOf(card: CustomerCard): CustomerForm {
  return {
    name: card.name,
    gender: card.gender,
    level: card.level,
    note: card.note,
    numbers: rowsOf(card.numbers),
    owner: card.owner?.number ?? '',
    object: card.object,
    parent: card.parent?.id ?? '',
    tags: null,
    lead: '',
    fields: { ...(card.fields as OwnValues) },
  };
}

/** What the server proposes for a new one (R148). */
export const formOfDraft = (draft: CustomerDraft): CustomerForm => ({
  ...emptyForm(),
  name: draft.name,
  gender: draft.gender,
  level: draft.level,
  note: draft.note,
  numbers: rowsOf(draft.numbers),
  owner: draft.owner ?? '',
  object: draft.object ?? 'customer',
  parent: draft.parent ?? '',
  tags: draft.tags ?? [],
  lead: draft.lead ?? '',
  fields: { ...((draft.fields ?? {}) as OwnValues) },
});

/** "手机:135…" names the kind of a number (R136); a wide colon does as well. */
export function readNumber(text: string): NumberDraft {
  const parts = /^\s*([^:：]*)[:：]\s*(.*)$/.exec(text);
  return parts ? { kind: (parts[1] ?? '').trim(), number: (parts[2] ?? '').trim() } : { kind: '', number: text.trim() };
}

/** A row whose kind was typed in front of the number. */
export const settled = (row: NumberDraft): NumberDraft => (row.kind ? row : { ...row, ...readNumber(row.number) });

/** What the server is sent. An owner that was not touched is not sent: it may have changed meanwhile. */
export function draftOf(form: CustomerForm, before: CustomerCard | null, call?: string): CustomerDraft {
  const numbers = form.numbers
    .filter(({ number }) => number.trim())
    .map(settled)
    .map(sentNumber);
  // A contact has no owner of its own.
  const given = form.object !== 'contact' && !form.pool && (!before || (before.owner?.number ?? '') !== form.owner);
  return {
    ...(before ? {} : { object: form.object }),
    ...(form.object === 'contact' && form.parent ? { parent: form.parent } : {}),
    ...(form.tags ? { tags: form.tags } : {}),
    ...(form.lead && !before ? { lead: form.lead } : {}),
    ...(form.pool && !before ? { pool: form.pool } : {}),
    // Of a new one an emptied default as well: what is not named gets it.
    fields: before ? changedFields(form.fields, before.fields as OwnValues) : { ...form.fields },
    name: form.name,
    gender: form.gender,
    level: form.level,
    note: form.note,
    numbers,
    ...(given ? { owner: form.owner } : {}),
    ...(before ? { version: before.version } : {}),
    ...(call ? { call } : {}),
  };
}
