import { describe, expect, it } from "vitest";
import { apply, type Action } from "./action";
import type { Doc, Flow } from "./flow";

const step = { type: "say" };
const docOf = (wires: Flow["wires"], start = "a"): Doc => ({
  flow: { format: 1, title: "", start, nodes: { a: step, b: step, c: step, d: step }, wires },
  layout: { format: 1, nodes: {} },
});
const without = (doc: Doc, ...nodes: string[]): Flow => apply(doc, { do: "remove", nodes, heal: true }, {}).flow;

describe("removing a step from a line", () => {
  it("leads whoever came to it on to where it led", () => {
    expect(without(docOf({ a: { done: "b" }, b: { done: "c" } }), "b").wires).toEqual({ a: { done: "c" } });
  });

  it("passes over several that go together, even in a ring", () => {
    expect(without(docOf({ a: { done: "b" }, b: { done: "c" }, c: { done: "d" } }), "b", "c").wires).toEqual({ a: { done: "d" } });
    expect(without(docOf({ a: { done: "b" }, b: { done: "c" }, c: { done: "b" } }), "b", "c").wires).toEqual({});
  });

  it("leaves a gap where there are two ways on, and does not count what goes wrong as a way", () => {
    expect(without(docOf({ a: { done: "b" }, b: { one: "c", two: "d" } }), "b").wires).toEqual({});
    expect(without(docOf({ a: { done: "b" }, b: { success: "c", timeout: "d" } }), "b").wires).toEqual({ a: { done: "c" } });
  });

  it("begins where the removed start led", () => {
    expect(without(docOf({ a: { done: "b" } }), "a").start).toBe("b");
  });

  it("mends nothing when it is not asked to", () => {
    const doc = docOf({ a: { done: "b" }, b: { done: "c" } });
    expect(apply(doc, { do: "remove", nodes: ["b"] }, {}).flow.wires).toEqual({});
  });
});

describe("gestures on the paper", () => {
  const doc = docOf({ a: { done: "b" } });
  const after = (...actions: Action[]): Doc => apply(doc, { do: "all", actions }, {});

  it("puts a step on a wire", () => {
    expect(after({ do: "splice", node: "c", on: { node: "a", outcome: "done" }, leaving: "done" }).flow.wires).toEqual({
      a: { done: "c" },
      c: { done: "b" },
    });
    expect(after({ do: "splice", node: "c", on: { node: "a", outcome: "done" }, leaving: "" }).flow.wires).toEqual({ a: { done: "c" } });
  });

  it("writes notes and frames, moves them with cards, and removes them", () => {
    const written: Action[] = [
      { do: "note", note: { id: "n", x: 0, y: 0, text: "old" } },
      { do: "note", note: { id: "n", x: 0, y: 0, text: "new" } },
      { do: "frame", frame: { id: "f", x: 0, y: 0, width: 10, height: 10, title: "Desk" } },
    ];
    const moved = after(...written, { do: "move", places: { a: { x: 1, y: 1 } }, notes: { n: { x: 2.4, y: 3 } }, frames: { f: { x: 4, y: 5 } } });
    expect(moved.layout).toEqual({
      format: 1,
      nodes: { a: { x: 1, y: 1 } },
      notes: [{ id: "n", x: 2, y: 3, text: "new" }],
      frames: [{ id: "f", x: 4, y: 5, width: 10, height: 10, title: "Desk" }],
    });
    const gone = apply(moved, { do: "remove", nodes: [], notes: ["n"], frames: ["f"] }, {});
    expect([gone.layout.notes, gone.layout.frames]).toEqual([[], []]);
  });
});
