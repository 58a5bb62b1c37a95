import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../document/json";
import { Tape } from "./tape";

function tape() {
  const told: JsonObject[] = [];
  let now = 1000;
  const made = new Tape(
    () => now,
    (event) => told.push(event),
  );
  return { made, told, pass: (ms: number) => (now += ms) };
}
const asked = { wait: 3, maxS: 60, terminator: "#" };

describe("a message that is left", () => {
  test("lasts from the tone to the key that ends it", () => {
    const { made, told, pass } = tape();
    made.ask(asked, true);
    pass(5000);
    expect(made.runs).toBe(false);
    made.tone();
    pass(4000);
    expect(made.key("5")).toBe(true);
    expect(made.key("#")).toBe(true);
    expect(told).toEqual([{ type: "SoundRecorded", wait: 3, duration_ms: 4000, why: "terminator" }]);
    expect(made.key("#")).toBe(false);
  });

  test("is left by whoever hangs up, once", () => {
    const { made, told, pass } = tape();
    made.ask(asked, false);
    pass(2500);
    made.end("hung_up");
    made.end("hung_up");
    expect(told).toEqual([{ type: "SoundRecorded", wait: 3, duration_ms: 2500, why: "hung_up" }]);
  });

  test("is not longer than it may be", () => {
    vi.useFakeTimers();
    const { made, told, pass } = tape();
    made.ask(asked, false);
    pass(60_010);
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([{ type: "SoundRecorded", wait: 3, duration_ms: 60_000, why: "max" }]);
    vi.useRealTimers();
  });

  test("that was cut off before the tone is empty", () => {
    const { made, told } = tape();
    made.ask(asked, true);
    made.end("hung_up");
    expect(told[0]).toMatchObject({ duration_ms: 0 });
  });
});
