import { describe, expect, it } from "vitest";
import type { AgentView, LineEntry, QueueView } from "../../api/floor_types";
import { clock, found, inOrder, scaleEnd, shownQueue, toneOf, waitScale } from "./derive";

const QUEUE: QueueView = {
  name: "billing",
  title: "Billing",
  enabled: true,
  waiting: 0,
  oldest_wait_s: 0,
  agents_available: 0,
  agents_staffed: 0,
  estimated_wait_s: null,
  estimated_p90_s: null,
  line: [],
};
const entry = (waited_s: number): LineEntry => ({
  dialogue: "d",
  position: 1,
  waited_s,
  requirements: {},
  step: 1,
  priority: 5,
  channel: "voice",
  state: "queued",
  agent: null,
});

describe("the scale of waits", () => {
  it("ends where people can read it", () => {
    expect([0, 30, 31, 100, 3000].map((seconds) => scaleEnd([seconds]))).toEqual([30, 30, 60, 120, 3600]);
    expect(scaleEnd([90_000])).toBe(90_000);
  });

  it("is one for all queues, and grows with the clock", () => {
    const queues = [{ ...QUEUE, waiting: 1, oldest_wait_s: 55, line: [entry(55)] }, { ...QUEUE, estimated_wait_s: 20, estimated_p90_s: 50 }];
    expect(waitScale(queues, 0)).toBe(60);
    expect(waitScale(queues, 6)).toBe(120);
    expect(waitScale([{ ...QUEUE, estimated_p90_s: 250 }], 0)).toBe(300);
    expect(waitScale([{ ...QUEUE, oldest_wait_s: 31 }], 0)).toBe(30);
  });
});

describe("the agents", () => {
  it("stand still while they work, those who are there first", () => {
    const agent = (name: string, state: string): AgentView => ({ agent: name, name, intent: "available", state, signed_in: state !== "signed_out" });
    const names = (...agents: AgentView[]) => inOrder(agents).map((known) => known.name);
    expect(names(agent("Eve", "signed_out"), agent("Dev", "busy"), agent("Ben", "idle"))).toEqual(["Ben", "Dev", "Eve"]);
    expect(names(agent("Dev", "idle"), agent("Ben", "busy"))).toEqual(["Ben", "Dev"]);
  });
});

describe("a service level", () => {
  it("is measured by its goal", () => {
    expect([0.8, 0.799, 0.7, 0.699].map((value) => toneOf(value, 0.8))).toEqual(["good", "care", "care", "wrong"]);
  });

  it("says nothing while nothing was counted, or where there is no goal", () => {
    expect([toneOf(null, 0.8), toneOf(0.5, undefined)]).toEqual(["calm", "calm"]);
    expect(toneOf(0, 0.8)).toBe("wrong");
  });
});

describe("the line that is shown", () => {
  const view = { at_ms: 0, agents: [], contact_centers: [{ ...QUEUE, name: "a" }, { ...QUEUE, name: "b", oldest_wait_s: 9 }] };

  it("is the chosen one, else where somebody waits longest", () => {
    expect(shownQueue(view, "a")?.name).toBe("a");
    expect(shownQueue(view, "gone")?.name).toBe("b");
    expect(shownQueue({ ...view, contact_centers: [] }, "")).toBeUndefined();
    expect(shownQueue({ ...view, contact_centers: view.contact_centers.slice(0, 1) }, "")?.name).toBe("a");
  });
});

it("finds rows by a part of their name, and no more than a page can hold", () => {
  const rows = ["Anna", "Hannah", "Ben"];
  const names = (words: string, most: number) => found(rows, (row) => row, words, most);
  expect([names(" ANN ", 9), names("ann", 1), names("", 9), names("x", 9)]).toEqual([["Anna", "Hannah"], ["Anna"], rows, []]);
});

it("says a time as a clock does", () => {
  expect([0, 9.9, 65, 3725, -3].map(clock)).toEqual(["0:00", "0:09", "1:05", "1:02:05", "0:00"]);
});
