import type { BookField } from '@/api/crm';
import type { CustomerForm } from './customer_draft';

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' ? !value.trim() : Array.isArray(value) && !value.length);

function isEmpty(form: CustomerForm, key: string): boolean {
  switch (key) {
    case 'numbers':
      return form.numbers.every(({ number }) => isNothing(number));
    case 'gender':
      return form.gender === 'unknown';
    case 'name':
    case 'level':
    case 'note':
      return isNothing(form[key]);
    default:
      return isNothing(form.fields[key]);
  }
}

function pathOf({ key, system }: BookField): string {
  if (!system) return `fields.${key}`;
  return key === 'numbers' ? 'numbers[0].number' : key;
}

/** The mandatory fields that nothing stands in, by their paths in the form, from its top down (R158). */
export function missingFields(
  form: CustomerForm,
  fields: readonly BookField[],
  isFixed: (field: BookField) => boolean,
): string[] {
  // Nobody is without a name; a name and numbers are written down by whoever makes a new one.
  const asked = (field: BookField): boolean =>
    field.key === 'name' || (field.required && (field.key === 'numbers' || !isFixed(field)));
  const missing = fields.filter((field) => asked(field) && isEmpty(form, field.key)).map(pathOf);
  return form.object === 'contact' && !form.parent ? ['parent', ...missing] : missing;
}
