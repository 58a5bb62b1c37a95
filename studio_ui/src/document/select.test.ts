import { describe, expect, it } from "vitest";
import type { Flow, NodeType } from "./flow";
import { layered } from "./layered";
import { brief, outcomeLabel, placeOf, problemsAt, promptName, promptText, summaryOf } from "./select";

const several = (n: number) => `${n} of them`;

describe("what screens ask of a document", () => {
  it("finds the step and way out of a finding's path", () => {
    expect(placeOf("$.wires.main_menu['1']")).toEqual({ node: "main_menu", outcome: "1", field: "" });
    expect(placeOf("$.nodes.main_menu.choices['1'].label")).toEqual({ node: "main_menu", outcome: "", field: "choices.1.label" });
    expect(placeOf("$.nodes.split.cases[0].when")).toEqual({ node: "split", outcome: "", field: "cases.0.when" });
    expect(placeOf("$.title")).toEqual({ node: "", outcome: "", field: "title" });
  });

  it("reads a prompt in the wanted language and channel, else in any", () => {
    const prompt = { by_language: { en: { voice: "Press 1", chat: "Choose" }, nl: "Kies" } };
    expect(promptText(prompt, "en", "chat")).toBe("Choose");
    expect(promptText(prompt, "nl", "chat")).toBe("Kies");
    expect(promptText(prompt, "de", "voice")).toBe("Press 1");
  });

  it("reads the words behind a name, and none behind a name that nobody knows", () => {
    const named = { welcome: { by_language: { nl: "Welkom", en: "Welcome" } }, again: { prompt: "again" } };
    expect(promptText({ prompt: "welcome" }, "en", "voice", named)).toBe("Welcome");
    expect(promptText({ prompt: "gone" }, "en", "voice", named)).toBe("");
    expect(promptText({ prompt: "again" }, "en", "voice", named)).toBe("");
    expect([promptName({ prompt: "welcome" }), promptName("Hello"), promptName(undefined)]).toEqual(["welcome", "", ""]);
  });

  it("names an outcome once, with the label that people know", () => {
    expect(outcomeLabel({ type: "menu", choices: { "1": { label: "Sales" } } }, "1")).toBe("1 · Sales");
    expect(outcomeLabel({ type: "menu" }, "no_input")).toBe("no input");
  });

  it("says the facts of a card with their units", () => {
    const type = { summary: ["skills", "max_wait_s", "tries"] } as unknown as NodeType;
    expect(summaryOf(type, { type: "enqueue", skills: { dutch: 50 }, max_wait_s: 240, tries: 2 }, several)).toBe(
      "dutch 50 · max wait 240 s · 2 tries",
    );
  });

  it("says what was chosen in the words of the palette", () => {
    const schema = { properties: { mode: { enum: ["blind", "bridged"], choice_titles: { blind: "overgeven" } } } };
    const type = { summary: ["mode"], schema } as unknown as NodeType;
    const said = ["blind", "bridged"].map((mode) => summaryOf(type, { type: "transfer", mode }, several));
    expect(said).toEqual(["overgeven", "bridged"]);
  });

  it("says a config value in a few characters", () => {
    expect(brief({ dutch: 50 }, several)).toBe("dutch 50");
    expect(brief(["a", "b"], several)).toBe("2 of them");
    expect(brief(undefined, several)).toBe("");
  });
});

describe("the problems of a step", () => {
  it("counts errors and warnings of the step and its wires apart", () => {
    const findings = [
      { path: "$.nodes.menu.prompt", severity: "error" },
      { path: "$.wires.menu['1']", severity: "error" },
      { path: "$.nodes.menu", severity: "warning" },
      { path: "$.nodes.menu_2", severity: "error" },
    ];
    expect(problemsAt(findings, "menu")).toEqual({ errors: 2, warnings: 1 });
    expect(problemsAt(findings, "other")).toEqual({ errors: 0, warnings: 0 });
  });
});

describe("the layout of a flow that has none", () => {
  it("puts every step somewhere, each in a column after what leads to it, none upon another", () => {
    const flow: Flow = {
      format: 1,
      title: "t",
      start: "a",
      nodes: { a: { type: "x" }, b: { type: "x" }, c: { type: "x" }, d: { type: "x" }, lost: { type: "x" } },
      wires: { a: { done: "b", no: "c" }, b: { done: "d" }, d: { done: "a" } },
    };
    const places = layered(flow, {});
    expect(Object.keys(places).toSorted()).toEqual(["a", "b", "c", "d", "lost"]);
    expect(places["b"]?.x).toBeGreaterThan(places["a"]?.x ?? 0);
    expect(places["d"]?.x).toBeGreaterThan(places["b"]?.x ?? 0);
    expect(places["b"]?.y).not.toBe(places["c"]?.y);
  });
});
