import { commandStrings as words } from "../../app/command_strings";
import { later } from "../../ui";
import type { Command } from "../commands";
import { openFind, useFind } from "./store";

export { shutFind, useFind } from "./store";

export const FindBox = later<object>(() => import("./find_box").then((room) => ({ default: room.FindBox })));

/** A second Ctrl-F is the browser's own. */
const asking = (): string => (document.activeElement?.matches(".find-words") ? words.do.find : "");

export const FINDING: readonly Command[] = [
  { id: "find", title: () => words.do.find, group: "go", keys: ["Mod+F"], writing: true, run: () => openFind(false), why: asking },
  { id: "findAll", title: () => words.do.findAll, group: "go", keys: ["Mod+Shift+F"], writing: true, run: () => openFind(true) },
  { id: "next", title: () => words.do.next, group: "go", keys: ["F3"], writing: true, run: () => step("ArrowDown"), why: shut },
  { id: "previous", title: () => words.do.previous, group: "go", keys: ["Shift+F3"], writing: true, run: () => step("ArrowUp"), why: shut },
];

function shut(): string {
  return useFind.getState().open ? "" : words.find.shut;
}

/** The box knows its places: it is told by the key that it would get itself. */
function step(key: string): void {
  document.querySelector(".find-words")?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}
