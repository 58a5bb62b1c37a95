import { expect, test } from "vitest";
import type { CaseResult } from "../../api/types";
import { coveredOf, failedAt, visitsOf, waysIn } from "./covered";

const coverage = { ways: [["menu", "1", 3], ["menu", "no_input", 0], ["end", "", 2]] as [string, string, number][] };
const result: CaseResult = {
  file: "a.json",
  case: "calls",
  ok: false,
  ms: 1,
  visited: [["front_door/main/menu", "1"], ["sales/desk/say", "next"], ["front_door/main/end", ""]],
};

test("ways that no test took count as possible", () => {
  expect(visitsOf(coverage)).toEqual({ "menu:1": 3, "menu:no_input": 0, "end:": 2 });
  expect(coveredOf(coverage)).toEqual({ taken: 2, possible: 3 });
  expect(coveredOf(null)).toBeNull();
});

test("a test's way is told within its flow", () => {
  expect(waysIn(result, "front_door/main")).toEqual([
    { node: "menu", outcome: "1" },
    { node: "end", outcome: "" },
  ]);
  expect(waysIn(undefined, "front_door/main")).toEqual([]);
});

test("a failure is at the step that spoke last before what differs", () => {
  const play = [
    { who: "flow", name: "front_door/main/menu", text: "Press 1" },
    { who: "caller", text: "presses 1", differs: true },
    { who: "flow", name: "front_door/main/end", text: "Bye" },
  ];
  expect(failedAt({ ...result, failure: { step: 1, message: "", play } }, "front_door/main")).toBe("menu");
  expect(failedAt({ ...result, failure: { step: 1, message: "" } }, "front_door/main")).toBe("end");
});
