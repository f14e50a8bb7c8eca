export interface FieldChange {
  /** Its path in the site file. */
  field: string;
  before: string;
  after: string;
}

/** How people call what a file calls by a short name; pure functions, so that this knows no language. */
export interface ChangeWords {
  field: (name: string) => string;
  value: (text: string) => string;
  comma: string;
}
const asItIs: ChangeWords = { field: (name) => name, value: (text) => text, comma: ', ' };

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  Boolean(value) && typeof value === 'object' && !Array.isArray(value);

function read(text: string): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : {};
  } catch {
    return { '': text };
  }
}

/** One entry of a list on one line: its filled fields by their words. */
function line(value: unknown, words: ChangeWords): string {
  if (!isObject(value)) return plain(value, words);
  return Object.entries(value)
    .map(([key, inner]) => [words.field(key), isObject(inner) ? line(inner, words) : plain(inner, words)])
    .filter(([, text]) => text)
    .map(([name, text]) => `${name}: ${text}`)
    .join(words.comma);
}

function plain(value: unknown, words: ChangeWords): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value))
    return value.map((each) => line(each, words)).join(value.some(isObject) ? '\n' : words.comma);
  return words.value(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Every value below one, by its path. */
function flat(value: unknown, path: string, into: Map<string, unknown>): void {
  if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      flat(inner, path ? `${path}.${key}` : key, into);
    }
  } else {
    into.set(path, value);
  }
}

/** Of two lists only what the other does not have, so that one entry of hundreds is found; if it is the order, both. */
function unlike(value: unknown, other: unknown): unknown {
  if (!Array.isArray(value) || !Array.isArray(other)) return value;
  const there = new Set(other.map((each) => JSON.stringify(each)));
  const here = new Set(value.map((each) => JSON.stringify(each)));
  const isOrder = here.size === there.size && [...here].every((each) => there.has(each));
  return isOrder ? value : value.filter((each) => !there.has(JSON.stringify(each)));
}

/** What differs between two entries of the configuration, field by field. */
export function fieldChanges(before: string, after: string, words = asItIs): FieldChange[] {
  const [left, right] = [new Map<string, unknown>(), new Map<string, unknown>()];
  flat(read(before), '', left);
  flat(read(after), '', right);
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((field) => JSON.stringify(left.get(field) ?? '') !== JSON.stringify(right.get(field) ?? ''))
    .map((field) => ({
      field,
      before: plain(unlike(left.get(field), right.get(field)), words),
      after: plain(unlike(right.get(field), left.get(field)), words),
    }));
}
