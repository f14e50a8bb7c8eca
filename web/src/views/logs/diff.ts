export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

type Json = Record<string, unknown>;

function read(text: string): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : {};
  } catch {
    return { '': text };
  }
}

const shown = (value: unknown): string =>
  value === undefined || value === '' ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Every plain value below one, by its path. */
function flat(value: unknown, path: string, into: Map<string, string>): void {
  if (value && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value as Json)) {
      flat(inner, path ? `${path}.${key}` : key, into);
    }
  } else {
    into.set(path, shown(value));
  }
}

/** What differs between two entries of the configuration, field by field. */
export function fieldChanges(before: string, after: string): FieldChange[] {
  const [left, right] = [new Map<string, string>(), new Map<string, string>()];
  flat(read(before), '', left);
  flat(read(after), '', right);
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((field) => ({ field, before: left.get(field) ?? '', after: right.get(field) ?? '' }))
    .filter((change) => change.before !== change.after);
}
