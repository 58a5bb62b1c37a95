import { expect, test } from "vitest";
import { keysOf, writeJson, type JsonObject } from "../../document/json";
import { caseNames, freeName, isFileName, withCase, withCopy, withoutCase } from "./document";

const FILE: JsonObject = { start: { flow: "main" }, cases: { b: { steps: [1] }, a: { steps: [2] } }, given: [] };

test("a test is written in its place, or at the end", () => {
  expect(writeJson(withCase(FILE, "c", { steps: [] }, "b"))).toBe(
    '{"start":{"flow":"main"},"cases":{"c":{"steps":[]},"a":{"steps":[2]}},"given":[]}',
  );
  expect(caseNames(withCase(FILE, "z", {}))).toEqual(["b", "a", "z"]);
  expect(keysOf(withCase({ start: {} }, "z", {}))).toEqual(["start", "cases"]);
});

test("a copy stands behind, and what is deleted is gone", () => {
  expect(caseNames(withCopy(FILE, "b", "b copy"))).toEqual(["b", "b copy", "a"]);
  expect(caseNames(withoutCase(FILE, "b"))).toEqual(["a"]);
  expect(caseNames(FILE)).toEqual(["b", "a"]);
});

test("names that are taken get a number", () => {
  expect([freeName("x", []), freeName("x", ["x"]), freeName("x", ["x", "x 2"])]).toEqual(["x", "x 2", "x 3"]);
});

test("only such files are written", () => {
  expect(["a.json", "day_2-x.json", "A.json", "../a.json", "a"].map(isFileName)).toEqual([true, true, false, false, false]);
});
