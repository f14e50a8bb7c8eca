import type { Query } from '@/api/client';
import { translate } from '@/i18n';

// A span of lengths in whole seconds, as it stands in the URL: "30..120" is 30 s and longer, shorter than 120 s; either
// may be left out.

interface Lengths {
  least: string;
  below: string;
}

const span = /^(\d{0,6})\.\.(\d{0,6})$/;

export function lengthsOf(word: string): Lengths {
  const [, least = '', below = ''] = span.exec(word) ?? [];
  return { least, below };
}

/** Nothing where neither is asked for. */
export function lengthWord({ least, below }: Lengths): string {
  const digits = [least, below].map((text) => text.replace(/\D/g, '').slice(0, 6));
  return digits.some(Boolean) ? digits.join('..') : '';
}

export function lengthArgs(word: string): Query {
  const { least, below } = lengthsOf(word);
  return { ...(least && { min_ms: Number(least) * 1000 }), ...(below && { max_ms: Number(below) * 1000 }) };
}

export function lengthText(word: string): string {
  const { least, below } = lengthsOf(word);
  if (least && below) return translate('list.length.between', { least, below });
  return least ? translate('list.length.from', { least }) : translate('list.length.under', { below });
}
