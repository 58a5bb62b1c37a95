import { expect, test } from "vitest";
import { replays } from "./replays";

test.each([
  ["asks again", "vraagt opnieuw"],
  ["key 5", "toets 5"],
  ["2 → desk", "2 → desk"],
  ["queues in desk, dutch 50, priority 5", "wacht in desk, dutch 50, prioriteit 5"],
  ["ends: completed by flow", "eindigt: voltooid door de flow"],
])("the outcome %s is said", (english, dutch) => expect(replays.outcome(english)).toBe(dutch));

test.each([
  ["abandoned by caller", "opgegeven door de beller"],
  ["waits at front_door/main/main_menu", "wacht bij front_door/main/main_menu"],
  ["asks for what was not asked then at a/b/c", "vraagt bij a/b/c wat toen niet gevraagd werd"],
])("the end %s is said", (english, dutch) => expect(replays.ended(english)).toBe(dutch));

test("a reason is said, and one that nobody foresaw stays as it is", () => {
  expect(replays.reason("It cannot be told again: the live table “branches” has changed since.")).toBe("De live tabel “branches” is sindsdien veranderd.");
  expect(replays.reason("Something new.")).toBe("Something new.");
});
