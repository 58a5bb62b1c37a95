import { expect, test } from "vitest";
import { catalogue, speakIn } from "./catalogue";

const english = () => ({ save: "Save", count: (n: number) => `${n} steps`, within: { close: "Close", open: "Open" } });

test("words of another language take their place where they are held", () => {
  const words = catalogue("first", english());
  const { within } = words;
  speakIn({ first: { save: "Bewaren", count: (n: number) => `${n} stappen`, within: { close: "Sluiten" } } });
  expect([words.save, words.count(2), within.close, within.open]).toEqual(["Bewaren", "2 stappen", "Sluiten", "Open"]);
});

test("a catalogue that comes later speaks it at once", () => {
  speakIn({ second: { save: "Bewaren" } });
  expect(catalogue("second", english()).save).toBe("Bewaren");
});
