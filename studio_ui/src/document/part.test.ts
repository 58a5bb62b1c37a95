import { describe, expect, it } from "vitest";
import { apply } from "./action";
import type { Doc, Palette } from "./flow";
import { keysOf, objectOf, type JsonObject } from "./json";
import { fitted, isEmpty, layoutOf, partOf, readPart, writePart, type Part } from "./part";

const type = (name: string): Palette[string] => ({
  name,
  title: name,
  purpose: "",
  group: "Ask",
  icon: "",
  waits: false,
  kinds: ["entry"],
  outcomes: ["done"],
  summary: [],
  schema: {},
  example: {},
});
const PALETTE: Palette = { say: type("say"), menu: type("menu"), set: type("set") };
const DOC: Doc = {
  flow: {
    format: 1,
    title: "Reception",
    start: "hello",
    variables: { name: { type: "text" }, other: { type: "number" } },
    nodes: {
      hello: { type: "say", prompt: "Hello {{ vars.name }}." },
      choose: { type: "menu", choices: objectOf([["2", "two"], ["1", "one"]]) },
      bye: { type: "say", prompt: "Bye." },
    },
    wires: { hello: { done: "choose" }, choose: { "1": "hello", "2": "bye" } },
  },
  layout: {
    format: 1,
    nodes: { hello: { x: 0, y: 10 }, choose: { x: 300, y: 0 }, bye: { x: 600, y: 0 } },
    notes: [{ id: "note", x: 5, y: 200, text: "Ask Priya." }],
    frames: [{ id: "frame", x: -20, y: -30, width: 560, height: 200, title: "Greeting" }],
  },
};
const ALL = { nodes: ["hello", "choose"], notes: ["note"], frames: ["frame"] };

function read(text: string): Part {
  const part = readPart(text, PALETTE);
  if (typeof part === "string") throw new Error(part);
  return part;
}

describe("a part of a flow", () => {
  it("holds the steps, the wires among them, their places and the variables they mention", () => {
    const part = partOf(DOC, ALL);
    expect(part.wires).toEqual({ hello: { done: "choose" }, choose: { "1": "hello" } });
    expect(part.places).toEqual({ hello: { x: 0, y: 10 }, choose: { x: 300, y: 0 } });
    expect(Object.keys(part.variables)).toEqual(["name"]);
    expect(isEmpty(partOf(DOC, { nodes: ["nobody"], notes: [], frames: [] }))).toBe(true);
  });

  it("survives being text, with the order of keys", () => {
    const part = read(writePart(partOf(DOC, ALL)));
    expect(part).toEqual(partOf(DOC, ALL));
    expect(keysOf(part.nodes["choose"]?.["choices"] as JsonObject)).toEqual(["2", "1"]);
  });

  it("is pasted under free names, corner to corner, and brings the variables that are missing", () => {
    const doc: Doc = { ...DOC, flow: { ...DOC.flow, variables: {} } };
    const part = fitted(read(writePart(partOf(DOC, ALL))), doc, { x: 1000, y: 1000 });
    const after = apply(doc, { do: "paste", part }, PALETTE);
    expect(Object.keys(after.flow.nodes)).toEqual(["hello", "choose", "bye", "hello_2", "choose_2"]);
    expect(after.flow.wires["hello_2"]).toEqual({ done: "choose_2" });
    expect(after.flow.wires["choose_2"]).toEqual({ "1": "hello_2" });
    expect(after.layout.nodes["hello_2"]).toEqual({ x: 1020, y: 1040 });
    expect(after.layout.notes?.map((note) => note.id)).toEqual(["note", "note_2"]);
    expect(after.layout.frames?.[1]).toEqual({ id: "frame_2", x: 1000, y: 1000, width: 560, height: 200, title: "Greeting" });
    expect(Object.keys(after.flow.variables ?? {})).toEqual(["name"]);
  });

  it("counts on from a copy's number", () => {
    const doc = apply(DOC, { do: "paste", part: fitted(partOf(DOC, ALL), DOC, { x: 0, y: 0 }) }, PALETTE);
    const again = fitted(partOf(doc, { nodes: ["hello_2"], notes: [], frames: [] }), doc, { x: 0, y: 0 });
    expect(Object.keys(again.nodes)).toEqual(["hello_3"]);
  });

  it("is read from a whole flow document and from one step, with places of its own", () => {
    expect(Object.keys(read(JSON.stringify(DOC.flow)).places)).toEqual(["hello", "choose", "bye"]);
    expect(read(JSON.stringify({ flow: DOC.flow, layout: DOC.layout })).places["bye"]).toEqual({ x: 600, y: 0 });
    expect(Object.keys(read('{"type": "say", "prompt": "Hi"}').nodes)).toEqual(["say"]);
  });

  it.each([
    ["Dear Priya,", "not_json"],
    ["[1, 2]", "no_steps"],
    ['{"nodes": {}}', "no_steps"],
    ['{"nodes": {"A b": {"type": "say"}}}', "bad_step"],
    ['{"nodes": {"a": {"prompt": "x"}}}', "bad_step"],
    ['{"nodes": {"a": {"type": "warp"}}}', "unknown_type"],
    [`"${"x".repeat(2 ** 21)}"`, "too_large"],
  ])("says what is wrong with other text: %.40s", (text, word) => {
    expect(readPart(text, PALETTE)).toBe(word);
  });

  it("drops wires that lead out of it", () => {
    const text = '{"nodes": {"a": {"type": "say"}}, "wires": {"a": {"done": "b"}, "b": {"done": "a"}}}';
    expect(read(text).wires).toEqual({});
  });
});

describe("a layout that is read", () => {
  it("keeps what it does not know and leaves out what is malformed", () => {
    const read = layoutOf({
      format: 1,
      nodes: { a: { x: 1, y: 2, pinned: true }, b: { x: "1" } },
      notes: [{ id: "n", x: 0, y: 0, text: "hi", colour: "red" }, { id: "m" }, 7],
      frames: {},
      later: { kept: 1 },
    } as unknown as JsonObject);
    expect(read).toEqual({
      format: 1,
      nodes: { a: { x: 1, y: 2, pinned: true } },
      notes: [{ id: "n", x: 0, y: 0, text: "hi", colour: "red" }],
      frames: [],
      later: { kept: 1 },
    });
    expect(layoutOf(null)).toEqual({ format: 1, nodes: {} });
  });
});
