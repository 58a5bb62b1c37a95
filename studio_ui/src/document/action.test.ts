import { describe, expect, it } from "vitest";
import { apply, type Action } from "./action";
import type { Doc, Palette } from "./flow";
import { keysOf, objectOf, type JsonObject } from "./json";

const type = (name: string, outcomes: Palette[string]["outcomes"]): Palette[string] => ({
  name,
  title: name,
  purpose: "",
  group: "Ask",
  icon: "",
  waits: false,
  kinds: ["entry"],
  outcomes,
  summary: [],
  schema: {},
  example: {},
});
const PALETTE: Palette = {
  say: type("say", ["done"]),
  menu: type("menu", [{ keys_of: "choices" }, "no_input", "no_match"]),
  branch: type("branch", [{ values_of: "cases[].outcome" }, "otherwise"]),
};
const DOC: Doc = {
  flow: {
    format: 1,
    title: "Reception",
    start: "menu",
    nodes: {
      menu: {
        type: "menu",
        prompt: "Press 1.",
        choices: objectOf([
          ["2", { label: "Support" }],
          ["1", { label: "Sales" }],
        ]),
      },
      hello: { type: "say", prompt: "Hello." },
      split: { type: "branch", cases: [{ when: "true", outcome: "vip" }] },
    },
    wires: { menu: { "1": "hello", "2": "split", no_input: "hello" }, split: { vip: "hello" } },
    on: { error: "hello" },
  },
  layout: { format: 1, nodes: { menu: { x: 0, y: 0 }, hello: { x: 300, y: 0 } } },
};
const after = (...actions: Action[]): Doc => actions.reduce((doc, action) => apply(doc, action, PALETTE), DOC);

describe("actions on a flow", () => {
  it("adds a step, places it and wires it in one go", () => {
    const { flow, layout } = after({
      do: "add",
      id: "bye",
      node: { type: "say", prompt: "Bye." },
      at: { x: 9, y: 8 },
      from: { node: "menu", outcome: "no_match" },
    });
    expect(flow.nodes["bye"]).toEqual({ type: "say", prompt: "Bye." });
    expect(layout.nodes["bye"]).toEqual({ x: 9, y: 8 });
    expect(flow.wires["menu"]?.["no_match"]).toBe("bye");
  });

  it("gives keys to every menu, and takes them away with the step that they led to", () => {
    const keyed = apply(DOC, { do: "settle", path: ["keys", "0"], value: "hello" }, PALETTE);
    expect(keyed.flow.keys).toEqual({ "0": "hello" });
    expect("keys" in apply(keyed, { do: "settle", path: ["keys", "0"], value: undefined }, PALETTE).flow).toBe(false);
    expect(apply(keyed, { do: "remove", nodes: ["hello"] }, PALETTE).flow.keys).toEqual({});
  });

  it("removes a step with every wire that led to it, and its place in `on`", () => {
    const { flow } = after({ do: "remove", nodes: ["hello"] });
    expect(flow.wires).toEqual({ menu: { "2": "split" } });
    expect(flow.on).toEqual({});
    expect("hello" in flow.nodes).toBe(false);
  });

  it("holds one wire per outcome", () => {
    expect(after({ do: "wire", node: "menu", outcome: "1", to: "split" }).flow.wires["menu"]?.["1"]).toBe("split");
  });

  it("leaves no empty wires behind", () => {
    expect(after({ do: "unwire", node: "split", outcome: "vip" }).flow.wires["split"]).toBeUndefined();
  });

  it("carries the wire of a menu key that is renamed", () => {
    const { flow } = after({
      do: "configure",
      node: "menu",
      path: ["choices"],
      value: objectOf([
        ["2", { label: "Support" }],
        ["5", { label: "Sales" }],
      ]),
    });
    expect(flow.wires["menu"]).toEqual({ "2": "split", "5": "hello", no_input: "hello" });
    expect(keysOf(flow.nodes["menu"]?.["choices"] as JsonObject)).toEqual(["2", "5"]);
  });

  it("carries the wire of a case that is renamed", () => {
    const { flow } = after({ do: "configure", node: "split", path: ["cases"], value: [{ when: "true", outcome: "gold" }] });
    expect(flow.wires["split"]).toEqual({ gold: "hello" });
  });

  it("drops the wire of a way out that is gone", () => {
    const { flow } = after({ do: "configure", node: "menu", path: ["choices"], value: { "1": { label: "Sales" } } });
    expect(flow.wires["menu"]).toEqual({ "1": "hello", no_input: "hello" });
  });

  it("takes a field away when it is set to undefined", () => {
    expect(
      "prompt" in (after({ do: "configure", node: "hello", path: ["prompt"], value: undefined }).flow.nodes["hello"] ?? {}),
    ).toBe(false);
  });

  it("changes one value of a list and leaves the rest as it is", () => {
    const { flow } = after({ do: "configure", node: "split", path: ["cases", 0, "when"], value: "caller.known" });
    expect(flow.nodes["split"]?.["cases"]).toEqual([{ when: "caller.known", outcome: "vip" }]);
  });

  it("shares what it does not change", () => {
    const changed = after({ do: "move", places: { hello: { x: 1.4, y: 2.6 }, nobody: { x: 1, y: 1 } } });
    expect(changed.flow).toBe(DOC.flow);
    expect(changed.layout.nodes).toEqual({ menu: { x: 0, y: 0 }, hello: { x: 1, y: 3 } });
  });

  it("settles what belongs to the flow, and leaves no empty handlers behind", () => {
    const named = apply(DOC, { do: "settle", path: ["variables"], value: { born: { type: "text" } } }, PALETTE);
    expect(named.flow.variables).toEqual({ born: { type: "text" } });
    const caught = apply(DOC, { do: "settle", path: ["on", "error"], value: "menu" }, PALETTE);
    expect(caught.flow.on?.error).toBe("menu");
    const bare: Doc = { ...DOC, flow: { ...DOC.flow, on: { error: "menu" } } };
    expect("on" in apply(bare, { do: "settle", path: ["on", "error"], value: undefined }, PALETTE).flow).toBe(false);
  });

  it("becomes another document whose cards lie where they lay", () => {
    const flow = { ...DOC.flow, nodes: { menu: { type: "menu" }, bye: { type: "say" } }, wires: {} };
    const become: Action = { do: "become", flow, layout: { format: 1, nodes: { bye: { x: 5, y: 6 }, gone: { x: 1, y: 1 } } } };
    const doc = after(become);
    expect(doc.flow).toEqual(flow);
    expect(doc.layout.nodes).toEqual({ menu: { x: 0, y: 0 }, bye: { x: 5, y: 6 } });
  });

  it("mends by edits: a new step gets a place beside the one that leads to it", () => {
    const { flow, layout } = after({
      do: "fix",
      edits: [
        { path: ["nodes", "end"], value: { type: "end" } },
        { path: ["wires", "menu", "no_match"], value: "end" },
      ],
    });
    expect(flow.wires["menu"]?.["no_match"]).toBe("end");
    expect(layout.nodes["end"]).toEqual({ x: 300, y: 40 });
    expect(layout.nodes["menu"]).toEqual({ x: 0, y: 0 });
  });

  it("mends by edits: what is taken away leaves nothing behind, and keys keep their order", () => {
    const { flow, layout } = after({
      do: "fix",
      edits: [
        { path: ["nodes", "hello"] },
        { path: ["wires", "split", "vip"] },
        { path: ["on", "error"] },
        { path: ["nodes", "menu", "choices", "2", "label"], value: "Help" },
      ],
    });
    expect(flow.nodes["hello"]).toBeUndefined();
    expect(layout.nodes["hello"]).toBeUndefined();
    expect(flow.wires["split"]).toBeUndefined();
    expect(flow.on).toBeUndefined();
    expect(keysOf(flow.nodes["menu"]?.["choices"] as JsonObject)).toEqual(["2", "1"]);
  });

  it("mends by edits: an item of a list goes, one is put at its end", () => {
    const { flow } = after({
      do: "fix",
      edits: [{ path: ["nodes", "split", "cases", 0] }, { path: ["nodes", "split", "cases", 0], value: { when: "false", outcome: "x" } }],
    });
    expect(flow.nodes["split"]?.["cases"]).toEqual([{ when: "false", outcome: "x" }]);
  });
});
