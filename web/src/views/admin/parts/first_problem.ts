/** To the first field on the page that something is wrong with; pages behind other tabs have fields, too. */
export function focusFirstProblem(): void {
  const wrong = [...document.querySelectorAll<HTMLElement>('[data-wrong="true"]')];
  const field = wrong.find((one) => one.getClientRects().length);
  field?.scrollIntoView({ block: 'center' });
  // Of a field with several controls, the one that is meant.
  const control = field?.querySelector<HTMLElement>('[aria-invalid="true"]');
  (control ?? field?.querySelector<HTMLElement>('input, select, textarea, button'))?.focus();
}
