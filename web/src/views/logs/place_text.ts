import { i18n, translate } from '@/i18n';
import type { ChangeWords } from './diff';

const wordOf = (key: string): string => (i18n.global.te(key) ? translate(key) : '');

/** A part of the configuration by its name in the site file; what has no word of ours keeps that name. */
export const placeText = (place: string): string => wordOf(`logs.place.${place}`) || place;

/** Fields and values of one part, in words; names that people gave stay as they are. */
export function changeWords(place: string): ChangeWords {
  const isName = /^\w+$/;
  const field = (name: string): string =>
    (isName.test(name) && (wordOf(`change_fields.in.${place}.${name}`) || wordOf(`change_fields.word.${name}`))) ||
    name;
  return {
    field,
    value: (text) => (/^[a-z_]+$/.test(text) && wordOf(`change_fields.value.${text}`)) || text,
    comma: translate('imports.comma'),
  };
}

/** The path of a field, part by part. */
export const fieldPath = (path: string, words: ChangeWords): string => path.split('.').map(words.field).join(' › ');
