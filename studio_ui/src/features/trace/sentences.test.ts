import { describe, expect, it } from "vitest";
import { factSentence, isTold } from "./sentences";

describe("a fact in words", () => {
  it.each([
    [["held", "r1", true], "On hold"],
    [["held", "r1", false], "No longer on hold"],
    [["transferred", "r1", "ben", "contact_center", "billing"], "ben handed the caller on to billing"],
    [["transferred", "r1", "ben", "agent", "anna"], "ben handed the caller on to anna"],
    [["transferred", "r1", "ben", "number", ""], "ben handed the caller on to a number"],
    [["step", 2, { billing: {}, desk: { dutch: 50 } }, 4], "Search step 2: asks billing, desk for dutch 50"],
    [["estimate", 95, 210], "Told to wait about 95 s, nine in ten no longer than 210 s"],
  ] as const)("%j", (fact, sentence) => {
    expect(factSentence([...fact])).toBe(sentence);
  });

  it("says a note only to those who may read it", () => {
    expect(factSentence(["noted", "r1", "paid", 7], { 7: { text: "By card" } })).toBe("Noted paid “By card”");
    expect(factSentence(["noted", "r1", "paid", 7])).toBe("Noted paid");
  });

  it("keeps the floor's own rows to itself", () => {
    expect([isTold(["wait", 3, {}]), isTold(["queued", "billing"])]).toEqual([false, true]);
  });
});
