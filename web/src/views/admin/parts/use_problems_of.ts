import type { Form } from './use_form';

/** What the server says of one field, for controls that show no problem of their own. */
export const useProblemsOf =
  <T>(form: Form<T>) =>
  (field: string): string =>
    form.error.value?.fields.find((each) => each.field === field)?.message ?? '';
