import { describe, expect, it } from "vitest";
import { fresh } from "./reduce";
import { hereOf } from "./standing";

describe("where dialogues are", () => {
  it("counts those that are on, by step", () => {
    const all = {
      a: { ...fresh("a"), at: "x/main/menu" },
      b: { ...fresh("b"), at: "x/main/menu" },
      c: { ...fresh("c"), at: "x/main/menu", state: "ended" },
      d: { ...fresh("d"), at: "x/hold/music", queuedAt: "x/main/queue", state: "queued" },
      e: { ...fresh("e"), at: "x/main/queue", queuedAt: "x/main/queue", state: "connected" },
      f: fresh("f"),
    };
    expect([...hereOf(all)]).toEqual([
      ["x/main/menu", 2],
      ["x/hold/music", 1],
      ["x/main/queue", 2],
    ]);
    expect(hereOf(all)).toBe(hereOf(all));
  });
});
