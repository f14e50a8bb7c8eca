import type { CustomerCard, CustomerDraft } from '@/api/customers';

export interface NumberDraft {
  number: string;
  kind: string;
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
}

export function emptyForm(number = '', level = '', owner = ''): CustomerForm {
  return { name: '', gender: 'unknown', level, note: '', numbers: [{ number, kind: '' }], owner };
}

export function formOf(card: CustomerCard): CustomerForm {
  return {
    name: card.name,
    gender: card.gender,
    level: card.level,
    note: card.note,
    numbers: card.numbers.map(({ number, kind }) => ({ number, kind })),
    owner: card.owner?.number ?? '',
  };
}

/** "手机:135…" names the kind of a number (R136); a wide colon does as well. */
export function readNumber(text: string): NumberDraft {
  const parts = /^\s*([^:：]*)[:：]\s*(.*)$/.exec(text);
  return parts ? { kind: (parts[1] ?? '').trim(), number: (parts[2] ?? '').trim() } : { kind: '', number: text.trim() };
}

/** A row whose kind was typed in front of the number. */
export const settled = (row: NumberDraft): NumberDraft => (row.kind ? row : readNumber(row.number));

/** What the server is sent. An owner that was not touched is not sent: it may have changed meanwhile. */
export function draftOf(form: CustomerForm, before: CustomerCard | null, call?: string): CustomerDraft {
  const numbers = form.numbers.filter(({ number }) => number.trim()).map(settled);
  const given = !before || (before.owner?.number ?? '') !== form.owner;
  return {
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
