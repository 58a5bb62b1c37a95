import { describe, expect, it } from "vitest";
import type { Flow, Palette } from "./flow";
import { orderOf, outlineOf } from "./outline";
import { walk, type Direction } from "./walk";

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

const PALETTE: Palette = { menu: type("menu", [{ keys_of: "choices" }, "no_input"]), say: type("say", ["done"]), end: type("end", []) };

const FLOW: Flow = {
  format: 1,
  title: "Reception",
  start: "menu",
  nodes: {
    bye: { type: "end" },
    menu: { type: "menu", choices: { a: { label: "Sales" }, b: {}, c: {} } },
    hello: { type: "say", title: "Say hello" },
    other: { type: "say" },
    stray: { type: "end" },
  },
  wires: { menu: { a: "hello", b: "hello", c: "other", no_input: "menu" }, hello: { done: "bye" }, other: { done: "bye" } },
};

const to = (id: string, direction: Direction, came = "") => walk(FLOW, PALETTE, id, direction, came)?.to ?? null;

describe("walking along the wires", () => {
  it("goes forth by the first way that leads somewhere", () => {
    expect(walk(FLOW, PALETTE, "menu", "forth")).toEqual({ to: "hello", from: "menu", outcome: "a", place: 1, of: 3 });
    expect(to("bye", "forth")).toBeNull();
  });

  it("goes back to where one came from, else to the first step that leads here", () => {
    expect(to("bye", "back", "other")).toBe("other");
    expect(to("bye", "back", "menu")).toBe("hello");
    expect(to("bye", "back")).toBe("hello");
    expect(to("stray", "back")).toBeNull();
  });

  it("goes round the steps of the same turn, each once", () => {
    expect(walk(FLOW, PALETTE, "hello", "next", "menu")).toEqual({ to: "other", from: "menu", outcome: "c", place: 2, of: 3 });
    expect(to("other", "next", "menu")).toBe("menu");
    expect(to("hello", "previous", "menu")).toBe("menu");
    expect(to("bye", "next", "hello")).toBeNull();
  });

  it("goes between the beginnings where nothing leads", () => {
    expect(to("stray", "next")).toBe("menu");
    expect(to("menu", "previous")).toBe("stray");
  });
});

describe("the flow as a list", () => {
  it("has every step once, as callers meet them", () => {
    expect(orderOf(FLOW)).toEqual(["menu", "hello", "bye", "other", "stray"]);
    expect(orderOf({ ...FLOW, start: "gone" })).toHaveLength(5);
  });

  it("says where each way leads, and which leads nowhere", () => {
    const flow: Flow = { ...FLOW, wires: { ...FLOW.wires, other: {} } };
    const steps = outlineOf(flow, PALETTE);
    expect(steps[0]?.ways[0]).toEqual({ outcome: "a", label: "a · Sales", to: "hello", title: "Say hello", loose: false });
    expect(steps.find((step) => step.id === "other")?.ways).toEqual([{ outcome: "done", label: "done", to: "", title: "", loose: true }]);
    expect(steps.filter((step) => step.unreached).map((step) => step.id)).toEqual(["stray"]);
    expect(steps.filter((step) => step.start).map((step) => step.id)).toEqual(["menu"]);
  });
});
