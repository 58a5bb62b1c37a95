import ELK from "elkjs/lib/elk.bundled.js";
import { describe, expect, it } from "vitest";
import type { Doc, NodeType, Palette } from "../../document/flow";
import { layers, type LayOut } from "./layers";

const say = { name: "say", title: "Say", purpose: "", group: "Speak", icon: "", waits: false, kinds: ["entry"], outcomes: ["done"], summary: [], schema: {}, example: {} } as NodeType;
const PALETTE: Palette = { say };
const step = { type: "say" };
const elk = new ELK();
const layOut: LayOut = (graph, how) => elk.layout(graph, how);

const DOC: Doc = {
  flow: {
    format: 1,
    title: "",
    start: "a",
    nodes: { a: step, b: step, c: step, d: step },
    wires: { a: { done: "b", error: "d" }, b: { done: "c", error: "d" }, c: { done: "a", error: "d" }, d: { done: "c" } },
  },
  layout: {
    format: 1,
    nodes: { a: { x: 500, y: 400 }, b: { x: 0, y: 0 }, c: { x: 20, y: 0 }, d: { x: 900, y: 900 } },
    notes: [{ id: "n", x: 510, y: 380, text: "about a" }],
  },
};

describe("tidy", () => {
  it("puts steps in layers from left to right and leaves the start where it was", async () => {
    const { places } = await layers(DOC, PALETTE, null, layOut);
    expect(places["a"]).toEqual({ x: 500, y: 400 });
    expect(places["b"]?.x).toBeGreaterThan(500 + 212);
    expect(places["c"]?.x).toBeGreaterThan((places["b"]?.x ?? 0) + 212);
    expect(Object.keys(places).sort()).toEqual(["a", "b", "c", "d", "note:n"]);
  });

  it("moves only what is picked, from the corner where that lay", async () => {
    const { places } = await layers(DOC, PALETTE, ["b", "c"], layOut);
    expect(Object.keys(places).sort()).toEqual(["b", "c"]);
    expect(Math.min(places["b"]?.x ?? -1, places["c"]?.x ?? -1)).toBe(0);
  });

  it("keeps a frame around its steps and takes a note along with the step beside it", async () => {
    const framed: Doc = { ...DOC, layout: { ...DOC.layout, frames: [{ id: "f", x: -20, y: -40, width: 400, height: 240, title: "Desk" }] } };
    const { places, frames } = await layers(framed, PALETTE, null, layOut);
    const [frame] = frames;
    for (const id of ["b", "c"]) {
      expect(places[id]?.x).toBeGreaterThan(frame?.x ?? 0);
      expect((places[id]?.x ?? 0) + 212).toBeLessThan((frame?.x ?? 0) + (frame?.width ?? 0));
    }
    expect((places["a"]?.x ?? 0) + 212).toBeLessThanOrEqual(frame?.x ?? 0);
    expect(places["note:n"]).toEqual({ x: 510, y: 380 });
  });
});
