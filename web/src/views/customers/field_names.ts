import { useI18n } from 'vue-i18n';
import type { BookField, ObjectKind } from '@/api/crm';
import { useSession } from '@/stores/session';

// What the fields of a form are called, and the form that every company begins with.

/** The names that system fields have until a company changes them; these are said in the language of the page. */
const firstNames: Readonly<Record<string, readonly string[]>> = {
  name: ['客户名称', '线索名称', '联系人名称'],
  numbers: ['电话'],
  level: ['类型'],
  gender: ['性别'],
  note: ['备注'],
};
const keys = ['name', 'numbers', 'level', 'gender', 'note'] as const;

interface Names {
  nameOf: (field: Pick<BookField, 'key' | 'name' | 'system'>) => string;
}

export function useFieldNames(): Names {
  const { t } = useI18n();
  return {
    nameOf: ({ key, name, system }) =>
      system && (!name || firstNames[key]?.includes(name))
        ? t(`customers.column.${key === 'numbers' ? 'number' : key}`)
        : name,
  };
}

/** For the moment before the book is known, or when it cannot be read. */
export function systemFields(object: ObjectKind): readonly BookField[] {
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
