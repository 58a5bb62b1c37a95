/** A number as people of the page's language write it. */
export const figure = (value: number): string =>
  new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
