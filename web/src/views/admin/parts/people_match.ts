export interface Pickable {
  number: string;
  name: string;
  nickname?: string;
}

/** More than fit on a screen nobody reads: who is not among them is typed for. */
const atMost = 50;

/** Who fits what is typed; those already chosen stay, so that their names can be drawn. */
export function matchingPeople<T extends Pickable>(
  people: readonly T[],
  typed: string,
  chosen: readonly string[],
): T[] {
  const text = typed.trim().toLowerCase();
  const taken = new Set(chosen);
  const found: T[] = [];
  let others = 0;
  for (const person of people) {
    const fits = !text || `${person.number}\n${person.name}\n${person.nickname ?? ''}`.toLowerCase().includes(text);
    if (taken.has(person.number)) {
      found.push(person);
    } else if (fits && others < atMost) {
      others += 1;
      found.push(person);
    }
  }
  return found;
}
