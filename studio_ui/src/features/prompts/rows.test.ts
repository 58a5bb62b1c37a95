import { describe, expect, it } from "vitest";
import { columnsOf, holes, soundOf, withAbout, withSounds, withTexts } from "./rows";

const recorded = {
  by_language: { en: "Goodbye.", nl: "Dag.", de: "Tschüss {{ caller.name }}." },
  sounds: { en: { file: "bye.en.1.wav" }, nl: { file: "bye.nl.1.wav" } },
  use: "At the end",
};
const stale = [{ code: "sound_stale", severity: "warning" as const, path: "$.prompts.bye.sounds.nl", message: "" }];

describe("a prompt", () => {
  it.each([
    ["en", { file: "bye.en.1.wav", state: "fresh" }],
    ["nl", { file: "bye.nl.1.wav", state: "stale" }],
    ["de", { file: "", state: "values" }],
    ["fr", { file: "", state: "spoken" }],
  ])("tells how its sound stands: %s", (language, sound) => {
    expect(soundOf(recorded, language, stale)).toEqual(sound);
  });

  it("keeps what is known about it when its words change, and no sound without words", () => {
    expect(withTexts(recorded, { by_language: { en: "Bye." } })).toEqual({
      by_language: { en: "Bye." },
      sounds: { en: { file: "bye.en.1.wav" } },
      use: "At the end",
    });
    expect(withTexts("Bye.", "So long.")).toBe("So long.");
  });

  it("gets the sounds of another state of it, and loses them", () => {
    const typed = { by_language: { en: "Bye." }, use: "At the end" };
    expect(withSounds(typed, recorded)).toEqual({ ...typed, sounds: recorded.sounds });
    expect(withSounds({ ...typed, sounds: recorded.sounds }, { by_language: { en: "Goodbye." } })).toEqual(typed);
    expect(withSounds("Bye.", recorded)).toBe("Bye.");
  });

  it("is told more about, and less", () => {
    expect(withAbout("Bye.", "state", "approved", "en")).toEqual({ by_language: { en: "Bye." }, state: "approved" });
    expect(withAbout(recorded, "use", "", "en")).not.toHaveProperty("use");
  });

  it("has holes in the languages that it lacks", () => {
    expect(holes(recorded, ["en", "fr", "es"])).toBe(2);
    expect(holes("Bye.", ["en", "fr"])).toBe(0);
    expect(columnsOf([recorded, "Hi", undefined], ["fr"])).toEqual(["fr", "en", "nl", "de"]);
  });
});
