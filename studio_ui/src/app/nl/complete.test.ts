import { expect, test } from "vitest";
import { known } from "../catalogue";
import { dutch } from ".";

const rooms = import.meta.glob("../*strings.ts", { eager: true });

/** The names of all texts of a catalogue; a text that is made says how many values it takes. */
function names(words: unknown, path: string): string[] {
  if (typeof words === "function") return [`${path}()`];
  if (typeof words !== "object" || words === null || Array.isArray(words)) return [path];
  return Object.entries(words).flatMap(([name, inner]) => names(inner, `${path}.${name}`));
}

test("every catalogue of the pages is there in Dutch", () => {
  expect(Object.keys(dutch).toSorted()).toEqual(Object.keys(rooms).map(nameOf).toSorted());
});

test.each(Object.entries(dutch))("%s has the texts of the English one", (name, words) => {
  expect(names(words, name).toSorted()).toEqual(names(known.get(name), name).toSorted());
});

function nameOf(file: string): string {
  return file === "../strings.ts" ? "pages" : file.slice("../".length, -"_strings.ts".length);
}

/** Values such as a text may be given. */
const GIVEN: unknown[][] = [
  [1, 1, 1, 1, 1],
  [2, 3, 200, 2, 7],
  ["one", "two", "three", "four"],
  [["entry", "subflow"]],
  [new Date(0)],
  [{ wrong: "not_json", at: "1" }],
  ["one", 1, true, true],
];
type Text = (...given: unknown[]) => unknown;

function madeTexts(words: unknown, path = ""): [string, Text][] {
  if (typeof words === "function") return [[path, words as Text]];
  if (typeof words !== "object" || words === null) return [];
  return Object.entries(words).flatMap(([name, inner]) => madeTexts(inner, `${path}.${name}`));
}

/** A text throws at values that it is not for. */
function holds(text: Text | undefined, given: unknown[]): boolean {
  try {
    return text?.(...given) !== undefined;
  } catch {
    return false;
  }
}

test.each(Object.entries(dutch))("%s makes a text wherever the English one does", (name, words) => {
  const other = new Map(madeTexts(words));
  for (const [path, english] of madeTexts(known.get(name))) {
    for (const given of GIVEN) {
      if (holds(english, given)) expect([path, given, holds(other.get(path), given)]).toEqual([path, given, true]);
    }
  }
});
