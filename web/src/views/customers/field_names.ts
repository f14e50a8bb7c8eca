import { useI18n } from 'vue-i18n';
import type { BookField, ObjectKind } from '@/api/crm';
import { useCrmBook } from '@/stores/crm_book';
import { useSession } from '@/stores/session';

// What the fields of a form are called, and the form that every company begins with.

/** System fields have a name in every language; what a company calls them is read where it can be. */
const isReadable = (name: string, language: string): boolean => language === 'zh-CN' || !/\p{Script=Han}/u.test(name);
const keys = ['name', 'numbers', 'level', 'gender', 'note'] as const;

interface Names {
  nameOf: (field: Pick<BookField, 'key' | 'name' | 'system'>) => string;
}

export function useFieldNames(): Names {
  const { t, locale } = useI18n();
  return {
    nameOf: ({ key, name, system }) =>
      system && (!name || !isReadable(name, locale.value))
        ? t(`customers.column.${key === 'numbers' ? 'number' : key}`)
        : name,
  };
}

/** For the moment before the book is known, or when it cannot be read. */
function systemFields(object: ObjectKind): readonly BookField[] {
  const session = useSession();
  return keys
    .filter((key) => session.sees(`customer.${key}`))
    .map((key) => ({
      id: '0',
      object,
      key,
      system: true,
      type: 'text',
      name: '',
      choices: [],
      initial: null,
      remark: '',
      required: key === 'name' || key === 'numbers',
      listed: true,
      may_change: session.changes(`customer.${key}`),
    }));
}

interface FormFields {
  fieldsOf: (object: ObjectKind) => readonly BookField[];
  /** What one's role or the field's writers keep from being changed (R158, R255). */
  isFixed: (field: BookField) => boolean;
}

/** The fields of a form as the company made it. */
export function useFormFields(): FormFields {
  const session = useSession();
  const book = useCrmBook();
  return {
    fieldsOf: (object) => {
      const known = book.fieldsOf(object);
      return known.length ? known : systemFields(object);
    },
    isFixed: ({ key, may_change }) => !may_change || !session.changes(`customer.${key}`),
  };
}
