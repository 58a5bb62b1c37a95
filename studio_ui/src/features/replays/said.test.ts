import { expect, test } from "vitest";
import { fateSaid } from "./said";

const left = { ended_before: "completed by flow", queue_before: "", count: 3 };

test("a fate that changed tells both ends, with the queue where there was one", () => {
  const fate = { ...left, ended_now: "abandoned by caller", queue_now: "desk" };
  expect(fateSaid(fate)).toBe("completed by flow → abandoned by caller, queue desk");
});

test("one that did not change is told once", () => {
  expect(fateSaid({ ...left, ended_now: "completed by flow", queue_now: "" })).toBe("completed by flow, as before");
});
