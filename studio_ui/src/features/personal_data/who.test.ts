import { expect, test } from "vitest";
import { candidates, isSame } from "./who";

const USERS = [
  { user: "anna", name: "Anna Fisher" },
  { user: "ann@example.com", name: "Ann Other" },
  { user: "ben", name: "" },
];
const meant = (text: string) => candidates(text, USERS).map((one) => one.meant);

test.each([
  ["+44 7700 900567", [{ number: "+44 7700 900567" }]],
  ["07700 900-567", [{ number: "07700 900-567" }]],
  ["Ann@Example.com", [{ email: "Ann@Example.com" }, { user: "ann@example.com" }]],
  ["who@else.org", [{ email: "who@else.org" }]],
  ["fish", [{ user: "anna" }]],
  ["ann", [{ user: "anna" }, { user: "ann@example.com" }]],
  ["nobody", []],
  ["  ", []],
])("%s means", (text, expected) => {
  expect(meant(text)).toEqual(expected);
});

test("a person is confirmed by the same name, however it is spaced", () => {
  expect(isSame("+447700900567", "+44 7700 900567")).toBe(true);
  expect(isSame("ANN@example.com", "ann@example.com")).toBe(true);
  expect(isSame("+44770090056", "+44 7700 900567")).toBe(false);
  expect(isSame("", "")).toBe(false);
});
