import { describe, expect, it } from "vitest";
import type { TraceRow } from "../../api/types";
import { momentsOf, sinceOf, stopFrom, stopsOf, upTo, valuesAt } from "./moments";
import { fresh, withRow } from "./reduce";

const MAIN = "front_door/main";
const ROWS: TraceRow[] = [
  { at_ms: 0, facts: [["arrived", "voice", "+44", 1], ["entered", "front_door", 3, "main"], ["waits", `${MAIN}/ask`, 1]], content: {} },
  {
    at_ms: 4000,
    facts: [["heard", 2, "keys", "max"], ["set", "vars.account", 3], ["went", `${MAIN}/ask`, "collected"], ["waits", `${MAIN}/menu`, 2]],
    content: { 2: "42", 3: "42" },
  },
  {
    at_ms: 9000,
    facts: [["set", "vars.account", 4], ["set", "attributes.topic", 5], ["went", `${MAIN}/menu`, "1"], ["ended", "completed", "in_flow", "flow"]],
    content: { 4: "43", 5: "billing" },
  },
]; // prettier-ignore
const DIALOGUE = ROWS.reduce(withRow, fresh("d1"));
const MOMENTS = momentsOf(ROWS);

describe("a dialogue moment by moment", () => {
  it("stops where it went on or waits, and at its end", () => {
    expect(stopsOf(MOMENTS)).toEqual([3, 6, 7, 10, 11]);
    expect(stopsOf(momentsOf(ROWS.slice(0, 1)).slice(0, 2))).toEqual([2]);
    expect(stopsOf([])).toEqual([]);
  });

  it("steps from stop to stop and no further", () => {
    const stops = stopsOf(MOMENTS);
    expect([stopFrom(stops, 3, 1), stopFrom(stops, 5, 1), stopFrom(stops, 11, 1)]).toEqual([6, 6, 11]);
    expect([stopFrom(stops, 11, -1), stopFrom(stops, 5, -1), stopFrom(stops, 3, -1)]).toEqual([10, 3, 3]);
  });

  it("stands where it stood then", () => {
    expect(upTo(DIALOGUE, 3)).toMatchObject({ at: `${MAIN}/ask`, hops: [], state: "in_flow", releases: { front_door: 3 } });
    expect(upTo(DIALOGUE, 6)).toMatchObject({ at: `${MAIN}/ask`, hops: [{ node: `${MAIN}/ask`, outcome: "collected" }] });
    expect(upTo(DIALOGUE, 7)).toMatchObject({ at: `${MAIN}/menu`, hops: [{ node: `${MAIN}/ask`, outcome: "collected" }] });
    expect(upTo(DIALOGUE, 11)).toMatchObject({ state: "ended" });
    expect(upTo(DIALOGUE, 11).hops).toEqual(DIALOGUE.hops);
  });

  it("knows what was set until then, by whom and how often", () => {
    expect(valuesAt(MOMENTS, 4)).toEqual([]);
    expect(valuesAt(MOMENTS, 6)).toEqual([{ name: "vars.account", flow: MAIN, value: "42", setAt: 4, times: 1 }]);
    expect(valuesAt(MOMENTS, 11)).toEqual([
      { name: "attributes.topic", flow: "", value: "billing", setAt: 8, times: 1 },
      { name: "vars.account", flow: MAIN, value: "43", setAt: 7, times: 2 },
    ]);
  });

  it("keeps a variable of one flow apart from one of another", () => {
    const two = momentsOf([
      { at_ms: 0, facts: [["set", "vars.n", 1], ["went", "a/x/s", "done"], ["set", "vars.n", 2], ["went", "b/y/s", "done"]] },
    ]);
    expect(valuesAt(two, 4).map(({ flow, value }) => [flow, value])).toEqual([["b/y", undefined], ["a/x", undefined]]);
  });

  it("marks what changed since the stop before", () => {
    expect(sinceOf(stopsOf(MOMENTS), 10)).toBe(7);
    expect(sinceOf(stopsOf(MOMENTS), 3)).toBe(0);
  });
});
