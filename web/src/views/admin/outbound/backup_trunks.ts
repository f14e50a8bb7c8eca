/** The choices that stand below a rule's own line: those that were made, and one more as long as there is another line. */
export function placesOf(chosen: readonly string[], names: readonly string[]): string[] {
  return chosen.length + 1 < names.length ? [...chosen, ''] : [...chosen];
}

/** What may be chosen at a place: nothing twice, and not the rule's own line. */
export function choicesAt(own: string, first: string, chosen: readonly string[], names: readonly string[]): string[] {
  return names.filter((name) => name === own || (name !== first && !chosen.includes(name)));
}

/** The lines after this was chosen at that place; choosing none takes the place away. */
export function withChoice(chosen: readonly string[], place: number, name: string): string[] {
  return [...chosen.slice(0, place), ...(name ? [name] : []), ...chosen.slice(place + 1)];
}
