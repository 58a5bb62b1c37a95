/** Catalogues of words: English ones that the pages read, and how those of another language take their place. */

/** Texts, functions that make texts, lists, and catalogues within. */
export type Words = { [name: string]: unknown };

/** The same catalogue in another language: every text and every function, none left out. */
export type Translated<T> = T extends string
  ? string
  : T extends (...given: infer G) => infer R
    ? (...given: G) => R extends string ? string : R
    : T extends readonly unknown[]
      ? T
      : { [K in keyof T]: Translated<T[K]> };

export const known = new Map<string, Words>();
let spoken: Readonly<Record<string, Words>> = {};

/** Makes a catalogue known by its name. Its words are to be read when they are shown, never kept. */
export function catalogue<T extends object>(name: string, english: T): T {
  const words = english as unknown as Words;
  known.set(name, words);
  const other = spoken[name];
  if (other) fill(words, other);
  return english;
}

/** From now on: in the catalogues that are here already, and in each that comes with a part of the page. */
export function speakIn(language: Readonly<Record<string, Words>>): void {
  spoken = language;
  for (const [name, words] of Object.entries(language)) {
    const here = known.get(name);
    if (here) fill(here, words);
  }
}

/** In place: whoever holds a part of the catalogue reads the new words from it. */
function fill(into: Words, words: Words): void {
  for (const [name, value] of Object.entries(words)) {
    const inner = into[name];
    if (isPart(inner) && isPart(value)) fill(inner, value);
    else into[name] = value;
  }
}

function isPart(value: unknown): value is Words {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
