import { expect, test } from "vitest";
import { dashesOf } from "./dashes";

test("a wire of an ordinary length has all its dashes", () => {
  expect(dashesOf(2399, false)).toEqual({});
});

test("a long one has as many at each end however long it is", () => {
  const [long, longer] = [3000, 30_000].map((length) => (dashesOf(length, false)["--dashes"] ?? "").split(" ").map(Number));
  expect(long).toHaveLength(162);
  expect(longer).toHaveLength(162);
  expect(long?.slice(0, 2)).toEqual([6, 4]);
  expect(long?.[80]).toBe(2200);
  expect(longer?.[80]).toBe(29_200);
});

test("dashes and gaps stay in turns, and of no test there are dots", () => {
  const parts = (dashesOf(5000, true)["--dashes"] ?? "").split(" ");
  expect(parts.length % 2).toBe(0);
  expect(parts.slice(0, 2)).toEqual(["1.5", "5"]);
  expect(parts.slice(-2)).toEqual(["1.5", "5"]);
});
