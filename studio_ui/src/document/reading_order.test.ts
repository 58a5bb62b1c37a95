import { describe, expect, it } from "vitest";
import type { Flow, Palette } from "./flow";
import { readingOrder, waysOf } from "./reading_order";

const palette = {
  menu: { outcomes: [{ keys_of: "choices" }, "no_input", "no_match"] },
  say: { outcomes: ["done"] },
  end: { outcomes: [] },
} as unknown as Palette;

function flow(wires: Flow["wires"], more: Partial<Flow> = {}): Flow {
  const ids = new Set(["menu", ...Object.values(wires).flatMap((ways) => Object.values(ways)), ...Object.keys(wires)]);
  const nodes = Object.fromEntries([...ids].map((id) => [id, { type: id === "menu" ? "menu" : "say" }]));
  return { format: 1, title: "", start: "menu", nodes, wires, ...more };
}

const ids = (doc: Flow) => readingOrder(doc, palette).map((met) => met.id);

describe("reading order", () => {
  it("puts a step after all that lead to it, and first ways first", () => {
    const doc = flow({
      menu: { "1": "sales", "2": "help", no_input: "goodbye" },
      sales: { done: "goodbye" },
      help: { done: "survey" },
      survey: { done: "goodbye" },
    });
    doc.nodes["menu"] = { type: "menu", choices: { "1": {}, "2": {} } };
    expect(ids(doc)).toEqual(["menu", "sales", "help", "survey", "goodbye"]);
  });

  it("goes through a loop once", () => {
    expect(ids(flow({ menu: { "1": "again" }, again: { done: "menu" } }))).toEqual(["menu", "again"]);
  });

  it("then what keys, errors and hang-ups lead to, and last what nothing leads to", () => {
    const doc = flow(
      { menu: { "1": "sales" }, lost: { done: "sales" } },
      { keys: { "9": "operator" }, on: { error: "apology", hangup: "note" } },
    );
    for (const id of ["operator", "apology", "note"]) doc.nodes[id] = { type: "say" };
    const met = readingOrder(doc, palette);
    expect(met.map((one) => one.id)).toEqual(["menu", "sales", "operator", "apology", "note", "lost"]);
    expect(met.filter((one) => !one.reached).map((one) => one.id)).toEqual(["lost"]);
    expect(met[1]?.from).toEqual([
      { node: "menu", outcome: "1" },
      { node: "lost", outcome: "done" },
    ]);
  });

  it("is fine with a line of thousands of steps and with wires that lead nowhere", () => {
    const wires = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [n ? `s${n}` : "menu", { done: `s${n + 1}` }]));
    const doc = flow(wires);
    delete doc.nodes["s5000"];
    expect(ids(doc)).toHaveLength(5000);
  });

  it("orders ways as the type has them, and strays last", () => {
    const doc = flow({ menu: { stray: "a", no_match: "b", "2": "c", "1": "d" } });
    doc.nodes["menu"] = { type: "menu", choices: { "1": {}, "2": {} } };
    expect(waysOf(doc, "menu", palette).map((way) => way.outcome)).toEqual(["1", "2", "no_match", "stray"]);
  });
});
