import { useSession } from '@/stores/session';
import type { ListSpec } from './list_spec';

interface Sight {
  /** Whether a field of the server's catalogue is seen (R255). */
  sees: (field?: string) => boolean;
  hidesNumbers: boolean;
}

/** The list as somebody sees it: without what his role hides, and no order by a number that he does not see whole. */
export function seenBy<Row>(spec: ListSpec<Row>, sight: Sight): ListSpec<Row> {
  const filters = spec.filters.filter(({ field }) => sight.sees(field));
  const gone = spec.filters.filter(({ field }) => !sight.sees(field)).map(({ key }) => key);
  return {
    ...spec,
    filters,
    presets: spec.presets.filter(({ conditions }) => !Object.keys(conditions).some((key) => gone.includes(key))),
    columns: spec.columns
      .filter(({ field }) => sight.sees(field))
      .map((column) => (column.number && sight.hidesNumbers ? { ...column, sort: undefined } : column)),
  };
}

export function seen<Row>(spec: ListSpec<Row>): ListSpec<Row> {
  const session = useSession();
  return seenBy(spec, { sees: session.sees, hidesNumbers: (session.me?.hides_numbers ?? 'off') !== 'off' });
}
