import { describe, expect, it } from "vitest";
import type { Flow, NodeType, Palette } from "../../document/flow";
import { aboutOf, holesIn, languagesIn, narrowed, stepsOf } from "./lines";
import { languageTitle } from "../../ui";

const prompt = { type: ["string", "object"], format: "prompt" };
const palette = {
  say: { outcomes: ["done"], schema: { properties: { prompt: { ...prompt, description: "What is said" } } } },
  menu: {
    outcomes: [{ keys_of: "choices" }],
    schema: {
      properties: {
        prompt: { ...prompt, description: "What is asked" },
        choices: { type: "object", additionalProperties: { properties: { label: { ...prompt, description: "The button" } } } },
      },
    },
  },
} as unknown as Record<string, NodeType> as Palette;

const flow: Flow = {
  format: 1,
  title: "",
  start: "menu",
  nodes: {
    bye: { type: "say", prompt: { prompt: "goodbye" } },
    menu: {
      type: "menu",
      prompt: { by_language: { en: "Sales?", nl: "Verkoop?" } },
      choices: { "1": { label: { by_language: { en: "Sales" } } } },
    },
    wait: { type: "set" },
  },
  wires: { menu: { "1": "wait" }, wait: { done: "bye" } },
};
const steps = stepsOf(flow, palette);
const wanted = { languages: ["en", "nl"], holes: false, find: "", named: { goodbye: "So long" } };

describe("a script", () => {
  it("has the steps in order, with all that they say", () => {
    expect(steps.map((step) => [step.title, step.says.length])).toEqual([
      ["Menu", 2],
      ["Wait", 0],
      ["Bye", 1],
    ]);
    expect(aboutOf(steps[0]!, steps[0]!.says[0]!)).toBe("What is asked");
    expect(aboutOf(steps[0]!, steps[0]!.says[1]!)).toBe("The button (1 · Sales)");
  });

  it("knows its languages and what is missing in them", () => {
    expect(languagesIn(steps, ["nl"])).toEqual(["nl", "en"]);
    expect(holesIn(steps, ["nl"])).toBe(1);
    expect(holesIn(steps, ["en"])).toBe(0);
    expect(narrowed(steps, { ...wanted, holes: true }).map((step) => step.says.length)).toEqual([1]);
  });

  it.each([
    ["verkoop", ["Menu"]],
    ["SO LONG", ["Bye"]],
    ["goodbye", ["Bye"]],
    ["menu", ["Menu"]],
    ["nowhere", []],
  ])("is searched by words, names and titles: %s", (find, titles) => {
    expect(narrowed(steps, { ...wanted, find }).map((step) => step.title)).toEqual(titles);
  });

  it("names languages and their regions", () => {
    expect(["nl", "nl-BE", "fy"].map(languageTitle)).toEqual(["Dutch", "Dutch (BE)", "fy"]);
  });
});
