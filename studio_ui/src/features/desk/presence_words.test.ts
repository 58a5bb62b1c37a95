import { describe, expect, it } from "vitest";
import { choiceOf, choices, meantBy, wordsFor } from "./presence_words";

const ME = { agent: "ben", intent: "away", reason: "training", state: "not_routable", away_reasons: { lunch: "Lunch" } };

describe("presence as one choice", () => {
  it("goes there and back", () => {
    for (const meant of [
      { intent: "available", reason: "" },
      { intent: "away", reason: "" },
      { intent: "away", reason: "lunch: long" },
    ])
      expect(meantBy(choiceOf(meant))).toEqual(meant);
  });

  it("offers the tenant's reasons, and the one that holds although it was taken off the list", () => {
    expect(choices(ME).map(choiceOf)).toEqual(["available", "away", "away:lunch", "away:training", "do_not_disturb", "offline"]);
    expect(choices(null).map(choiceOf)).toEqual(["available", "away", "do_not_disturb", "offline"]);
  });

  it("is said by the reason's title", () => {
    expect(wordsFor({ intent: "away", reason: "lunch" }, ME.away_reasons)).toBe("Away: Lunch");
    expect(wordsFor({ intent: "do_not_disturb", reason: "x" }, {})).toBe("Do not disturb");
  });
});
