import type { RouteLocationRaw } from 'vue-router';

/** One thing that was found, and where it is. */
export interface Hit {
  kind: 'page' | 'person' | 'queue' | 'call' | 'customer';
  key: string;
  title: string;
  note: string;
  to: RouteLocationRaw;
}

export interface Named {
  number: string;
  name: string;
  note?: string;
  to: RouteLocationRaw;
}
export interface Places {
  pages: readonly { name: string; title: string; path: string }[];
  people: readonly Named[];
  queues: readonly Named[];
}

const atMost = 5;
/** A search by number starts here: fewer digits would find everybody. */
export const fewestDigits = 3;

/** The number in what is typed, without its decoration; '' when it is none, or too short to search by. */
export function digitsOf(text: string): string {
  const bare = text.replace(/[\s\-()\uff08\uff09]/g, '').replace(/^\+86/, '');
  return /^\+?[0-9*#]+$/.test(bare) && bare.replace(/\D/g, '').length >= fewestDigits ? bare : '';
}

/** How well a name fits: its start before its middle; -1: not at all. */
function rank(words: readonly string[], text: string): number {
  const places = words.map((word) => word.toLowerCase().indexOf(text)).filter((at) => at >= 0);
  return places.length ? Math.min(...places) : -1;
}

/** Those that fit as well as each other stay in the order in which they came. */
function best<T>(things: readonly T[], wordsOf: (thing: T) => readonly string[], text: string): T[] {
  return things
    .map((thing) => ({ thing, at: rank(wordsOf(thing), text) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .slice(0, atMost)
    .map(({ thing }) => thing);
}

const named = (kind: Hit['kind'], { number, name, note, to }: Named): Hit => ({
  kind,
  key: `${kind}:${number}`,
  title: name || number,
  note: note ?? number,
  to,
});

/** What is known here already; nothing typed offers the pages. */
export function localHits(typed: string, places: Places): Hit[] {
  const text = typed.trim().toLowerCase();
  const pages = text ? best(places.pages, ({ title }) => [title], text) : places.pages.slice(0, atMost);
  const found = pages.map(({ name, title, path }): Hit => ({
    kind: 'page',
    key: `page:${name}`,
    title,
    note: '',
    to: path,
  }));
  if (!text) {
    return found;
  }
  const wordsOf = ({ number, name }: Named): string[] => [name, number];
  // The floor is told of whoever changed last first; here everybody has his place.
  const byNumber = (some: readonly Named[]): Named[] => [...some].sort((a, b) => a.number.localeCompare(b.number));
  return [
    ...best(byNumber(places.people), wordsOf, text).map((person) => named('person', person)),
    ...best(byNumber(places.queues), wordsOf, text).map((queue) => named('queue', queue)),
    ...found,
  ];
}
