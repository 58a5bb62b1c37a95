import { expect, test } from "vitest";
import { daysOf, goneBefore, KEPT, shortened } from "./kept_for";

const named = (name: string) => KEPT.find((kept) => kept.name === name)!;

test("what is not written is kept for the usual days", () => {
  expect(daysOf({}, named("note"))).toBe(365);
  expect(daysOf({ retention: { content: { note: 200 }, dead: 3 } }, named("note"))).toBe(200);
  expect(daysOf({ retention: { content: { note: 200 }, dead: 3 } }, named("dead"))).toBe(3);
});

test("days go whole, from a midnight in UTC", () => {
  expect(goneBefore(30, Date.UTC(2026, 10, 27, 23, 59)).toISOString()).toBe("2026-10-28T00:00:00.000Z");
  expect(goneBefore(36_500, 1).getTime()).toBe(0);
});

test("only what is kept for fewer days is shortened, whether it is written or usual", () => {
  const stored = { retention: { content: { said: 90 }, trace: 500 } };
  const doc = { retention: { content: { said: 100, heard: 10 } } };
  expect(shortened(stored, doc).map((kept) => kept.name)).toEqual(["heard", "trace"]);
  expect(shortened(stored, stored)).toEqual([]);
});
