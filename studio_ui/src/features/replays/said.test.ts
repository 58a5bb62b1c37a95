import { expect, test } from "vitest";
import { endOfReplaySaid, fateSaid, rowSaid } from "./said";

const left = { ended_before: "completed by flow", queue_before: "", count: 3 };

test("a fate that changed tells both ends, with the queue where there was one", () => {
  const fate = { ...left, ended_now: "abandoned by caller", queue_now: "desk" };
  expect(fateSaid(fate)).toBe("completed by flow → abandoned by caller, queue desk");
});

test("one that did not change is told once", () => {
  expect(fateSaid({ ...left, ended_now: "completed by flow", queue_now: "" })).toBe("completed by flow, as before");
});

const done = { state: "done", of: 7, replayed: 6, parted: 0 } as const;

test.each([
  [done, "all 6 go the same way", "All 6 dialogues go the same way."],
  [{ ...done, replayed: 1 }, "the one goes the same way", "The one dialogue goes the same way."],
  [{ ...done, parted: 2 }, "2 of 6 part", "2 of 6 dialogues part."],
  [{ ...done, replayed: 0 }, "none could be replayed", "None of 7 dialogues could be replayed."],
  [{ ...done, of: 0, replayed: 0 }, "there was nothing to replay", expect.stringContaining("No dialogue that is over fits.")],
])("a report that is done: %o", (report, row, end) => {
  expect([rowSaid(report), endOfReplaySaid(report)]).toEqual([row, end]);
});

test("one that runs, or was stopped too soon, has replayed none so far", () => {
  expect(rowSaid({ ...done, state: "running", replayed: 0 })).toBe("none replayed so far");
  expect(rowSaid({ ...done, state: "stopped", of: 0, replayed: 0 })).toBe("none replayed so far");
});
