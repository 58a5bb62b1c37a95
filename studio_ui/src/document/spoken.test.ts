import { describe, expect, it } from "vitest";
import type { NodeType } from "./flow";
import type { JsonObject } from "./json";
import { lacks, languagesOf, spokenIn, withWords, wordsOf } from "./spoken";

const menu = {
  schema: {
    properties: {
      prompt: { $ref: "#/$defs/prompt", description: "What the caller hears" },
      choices: { type: "object", additionalProperties: { $ref: "#/$defs/Choice" } },
      later: { anyOf: [{ $ref: "#/$defs/prompt" }, { type: "null" }] },
      cases: { type: "array", items: { properties: { say: { $ref: "#/$defs/prompt" }, when: { format: "expression" } } } },
    },
    $defs: {
      prompt: { type: ["string", "object"], format: "prompt" },
      Choice: { properties: { label: { $ref: "#/$defs/prompt", description: "The button" } } },
    },
  } as JsonObject,
} as NodeType;

describe("what a step says", () => {
  it("is found wherever the schema lets a prompt stand", () => {
    const node = {
      type: "menu",
      cases: [{ say: "c", when: "not words" }],
      prompt: "a",
      choices: { "1": { label: "b" } },
      later: { prompt: "welcome" },
      title: "not words either",
    };
    const found = spokenIn(node, menu);
    expect(found.map(({ path, value }) => [path.join("."), value])).toEqual([
      ["prompt", "a"],
      ["choices.1.label", "b"],
      ["later", { prompt: "welcome" }],
      ["cases.0.say", "c"],
    ]);
    expect(found[1]?.about).toBe("The button");
  });

  it("is nothing for a step of an unknown type", () => {
    expect(spokenIn({ type: "strange", prompt: "a" }, undefined)).toEqual([]);
  });
});

const both = { by_language: { en: { voice: "Press 1", chat: "Choose" }, nl: "Kies" } };

describe("words", () => {
  it("are told by language and channel", () => {
    expect(wordsOf(both)).toEqual([
      { language: "en", channel: "voice", text: "Press 1" },
      { language: "en", channel: "chat", text: "Choose" },
      { language: "nl", channel: "", text: "Kies" },
    ]);
    expect(wordsOf("Hi")).toEqual([{ language: "", channel: "", text: "Hi" }]);
    expect(wordsOf({ prompt: "welcome" })).toEqual([]);
    expect(languagesOf(both)).toEqual(["en", "nl"]);
  });

  it.each([
    ["a text", "Hi", { language: "", channel: "", text: "Hello" }, "Hello"],
    ["a channel", both, { language: "en", channel: "chat", text: "Pick" }, { by_language: { en: { voice: "Press 1", chat: "Pick" }, nl: "Kies" } }],
    ["a new language", { by_language: { en: "Hi" } }, { language: "nl", channel: "", text: "Hoi" }, { by_language: { en: "Hi", nl: "Hoi" } }],
    ["an emptied language", { by_language: { en: "Hi", nl: "Hoi" } }, { language: "nl", channel: "", text: "" }, { by_language: { en: "Hi" } }],
    ["the last language emptied", { by_language: { en: "Hi" } }, { language: "en", channel: "", text: "" }, { by_language: { en: "" } }],
  ])("are put in their place: %s", (_, prompt, words, after) => {
    expect(withWords(prompt, words)).toEqual(after);
  });

  it("are missing where a caller of the language would hear another", () => {
    expect(lacks(both, "de")).toBe(true);
    expect(lacks(both, "nl-BE")).toBe(false);
    expect(lacks({ by_language: { en: "Hi", nl: " " } }, "nl")).toBe(true);
    expect(lacks("Hi", "nl")).toBe(false);
    expect(lacks({ prompt: "welcome" }, "nl")).toBe(false);
  });
});
