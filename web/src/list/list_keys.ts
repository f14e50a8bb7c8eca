/** Whether this key press belongs to what has the focus: text fields, sliders, open menus. */
export function belongsToField(event: KeyboardEvent): boolean {
  const at = event.target instanceof HTMLElement ? event.target : null;
  return Boolean(
    event.isComposing ||
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    at?.closest('input, select, textarea, [contenteditable="true"], [role="combobox"], [role="menu"], [role="slider"]'),
  );
}

/** Whether Escape is meant for the layer, not for a list or a composition that is open above it. */
export function closesLayer(event: KeyboardEvent): boolean {
  const at = event.target instanceof HTMLElement ? event.target : null;
  return !event.isComposing && !event.defaultPrevented && !at?.closest('[role="combobox"], [role="menu"]');
}
