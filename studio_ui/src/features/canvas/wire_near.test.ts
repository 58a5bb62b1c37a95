import { expect, test } from "vitest";
import { farFrom } from "./wire_near";

const isNear = (path: string, at: { x: number; y: number }, reach: number): boolean => farFrom(path, at, reach) <= reach;
const STRAIGHT = "M0,0 L100,0";
const CURVE = "M0,0 C50,0 50,100 100,100";
const UNDER = "M0 0C14 0 22 0 22 14L22 86Q22 100 8 100L-60 100";

test("a straight wire reaches as far as it is said", () => {
  expect(isNear(STRAIGHT, { x: 40, y: 5 }, 6)).toBe(true);
  expect(isNear(STRAIGHT, { x: 40, y: 7 }, 6)).toBe(false);
  expect(isNear(STRAIGHT, { x: -5, y: 0 }, 6)).toBe(true);
  expect(isNear(STRAIGHT, { x: -7, y: 0 }, 6)).toBe(false);
});

test("a curve is followed, not its corners", () => {
  expect(isNear(CURVE, { x: 50, y: 50 }, 2)).toBe(true);
  expect(isNear(CURVE, { x: 24.8, y: 10.4 }, 2)).toBe(true);
  expect(isNear(CURVE, { x: 50, y: 0 }, 10)).toBe(false);
  expect(isNear(CURVE, { x: 90, y: 10 }, 10)).toBe(false);
});

test("a wire that leads back is near along its whole way", () => {
  expect(isNear(UNDER, { x: 22, y: 50 }, 1)).toBe(true);
  expect(isNear(UNDER, { x: -30, y: 101 }, 2)).toBe(true);
  expect(isNear(UNDER, { x: -30, y: 50 }, 10)).toBe(false);
});

test("numbers below zero and with exponents are read", () => {
  expect(isNear("M-100,-1e-7 L-50.5,0", { x: -70, y: 1 }, 2)).toBe(true);
});

test("of two wires the nearer one is told", () => {
  const [upper, lower] = ["M0,0 L100,0", "M0,10 L100,10"].map((path) => farFrom(path, { x: 50, y: 4 }, 15));
  expect([upper, lower]).toEqual([4, 6]);
});
