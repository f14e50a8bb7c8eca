import { useI18n } from 'vue-i18n';
import type { ObjectKind } from '@/api/crm';
import { builtInName } from '@/i18n/built_in';
import { useCrmBook } from '@/stores/crm_book';
import { useLive } from '@/stores/live';
import { valueText } from './own_fields';

interface ChangeWords {
  fieldOf: (object: ObjectKind, field: string) => string;
  valueOf: (object: ObjectKind, field: string, value: string) => string;
}

const ofCard = ['name', 'gender', 'level', 'note', 'numbers', 'owner'];

/** Lines of a history in people's words: fields by the names they have now, choices by theirs. */
export function useChangeWords(): ChangeWords {
  const { t, te } = useI18n();
  const book = useCrmBook();
  const live = useLive();
  void book.ensure();
  const ownField = (object: ObjectKind, field: string) =>
    field.startsWith('fields.')
      ? book.fieldsOf(object).find(({ key }) => key === field.slice('fields.'.length))
      : undefined;
  const personOf = (number: string): string =>
    [...live.agents.values()].find((agent) => agent.number === number)?.name ?? number;

  /** Why it was given up or taken back: a word of the system's, and perhaps what somebody wrote behind it. */
  function reasonOf(value: string): string {
    const [, word = '', note = ''] = /^([a-z_]+)(?:: ([^]*))?$/.exec(value) ?? [];
    const key = [`pools.reason.${word}`, `objects.change.reason.${word}`].find((one) => te(one));
    if (!key) return value;
    return note ? t('objects.change.reason_noted', { reason: t(key), note }) : t(key);
  }

  function fieldOf(object: ObjectKind, field: string): string {
    if (ofCard.includes(field)) return t(`customers.column.${field === 'numbers' ? 'number' : field}`);
    const key = `objects.change.field.${field}`;
    return ownField(object, field)?.name ?? (te(key) ? t(key) : field.replace('fields.', ''));
  }
  function valueOf(object: ObjectKind, field: string, value: string): string {
    if (!value) return t('objects.change.empty');
    if (field === 'gender') return te(`customers.gender.${value}`) ? t(`customers.gender.${value}`) : value;
    if (field === 'reason') return reasonOf(value);
    const own = ownField(object, field);
    if (field === 'stage') return builtInName(value);
    if (!field.startsWith('fields.')) return value;
    try {
      const read: unknown = JSON.parse(value);
      return (own ? valueText(own, read, personOf) : String(read)) || t('objects.change.empty');
    } catch {
      return value;
    }
  }
  return { fieldOf, valueOf };
}
