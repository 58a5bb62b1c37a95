/** The `ref` of a field that has the focus as soon as it is there. */
export const focused = (field: HTMLElement | null): void => field?.focus();

/** Whether what comes late may take the focus: it was lost, or is still where this was asked for, and nobody writes there. */
export function mayTakeFocus(where: Element | null | undefined): boolean {
  const { activeElement: at } = document;
  if (!at || at === document.body) return true;
  return where?.contains(at) === true && !at.matches("input, textarea, select, [contenteditable=true]");
}
