import { selection } from "d3-selection";
import { expect, test } from "vitest";
import "./motion";

test("before the first gesture a glide is there at once: it starts, has its end and is over", () => {
  const told: unknown[] = [];
  const glide = (selection.prototype as unknown as { transition: (this: unknown) => Record<string, (...given: unknown[]) => unknown> }).transition.call({
    each: (act: (this: unknown, datum: string) => void) => act.call({}, "datum"),
  });
  glide["duration"]?.(150);
  glide["on"]?.("start.zoom", (datum: unknown) => told.push(`start ${datum}`));
  glide["on"]?.("interrupt.zoom end.zoom", () => told.push("end"));
  glide["tween"]?.("zoom", () => (share: unknown) => told.push(share));
  expect(told).toEqual(["start datum", 1, "end"]);
});
