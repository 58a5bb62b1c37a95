import { describe, expect, it } from "vitest";
import type { FlowTraffic } from "../../api/passed";
import type { Flow } from "../../document/flow";
import { linesOf } from "./lines";

const FLOW: Flow = {
  format: 1,
  title: "Main",
  start: "hours",
  nodes: { menu: { type: "menu" }, hours: { type: "hours" } },
  wires: { hours: { open: "menu", closed: "menu" }, menu: { "1": "hours" } },
};
const NOBODY = { entered: 0, dialogues: 0, dropped: 0, stopped: 0, here: 0, ways: {} };
const COUNTED = {
  dialogues: 4,
  steps: {
    menu: { ...NOBODY, entered: 5, dialogues: 3, dropped: 2, ways: { "1": { times: 2, dialogues: 1, dropped: 0 } } },
    gone: { ...NOBODY, entered: 1, dialogues: 1, dropped: 3 },
    hours: { ...NOBODY, entered: 4, dialogues: 4, ways: { open: { times: 4, dialogues: 4, dropped: 1 } } },
  },
} as unknown as FlowTraffic;

describe("a flow's traffic in lines", () => {
  it("follows callers; steps that the draft does not have come last", () => {
    const lines = linesOf(COUNTED, FLOW, {}, "flow");
    expect(lines.map((line) => [line.node, line.share, line.known])).toEqual([
      ["hours", 1, true],
      ["menu", 0.75, true],
      ["gone", 0.25, false],
    ]);
  });

  it("begins with where most left, if that is asked", () => {
    expect(linesOf(COUNTED, FLOW, {}, "dropped").map((line) => line.node)).toEqual(["gone", "menu", "hours"]);
  });

  it("has the ways that nobody took too, and shares of the times that the step was entered", () => {
    const [hours, menu] = linesOf(COUNTED, FLOW, {}, "flow");
    expect(hours?.ways.map((way) => [way.outcome, way.times, way.share])).toEqual([
      ["open", 4, 1],
      ["closed", 0, 0],
    ]);
    expect(menu?.ways[0]?.share).toBe(0.4);
  });
});
