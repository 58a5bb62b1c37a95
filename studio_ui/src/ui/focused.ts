/** The `ref` of a field that has the focus as soon as it is there. */
export const focused = (field: HTMLElement | null): void => field?.focus();
