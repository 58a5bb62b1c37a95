/** What can be done on the paper, as commands: by name, by button and by key. */

import { canvasStrings as words } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import type { Command } from "../commands";
import { currentFlow } from "../editing";
import { may } from "../session";
import { addFrame, addNote, removePicked } from "./acts";
import { copied, copyByButton, cut, duplicate } from "./clipboard";
import { exportFlow } from "./file";
import { look } from "./looking";
import { selectAll, useSelection } from "./selection";
import { tidy } from "./tidy";

const locked = (): string => {
  const open = currentFlow();
  return open && may("edit", open.environment) && open.release === undefined ? "" : strings.header.notYours;
};
const nothing = (): string => (useSelection.getState().ids.size === 0 ? words.nothingPicked : "");
const lockedOrNothing = (): string => locked() || nothing();

export const PAPER: readonly Command[] = [
  { id: "select all", title: () => words.do.selectAll, group: "edit", keys: ["Mod+A"], run: selectAll },
  { id: "copy", title: () => words.do.copy, group: "edit", why: nothing, run: () => void copyByButton(copied()) },
  { id: "cut", title: () => words.do.cut, group: "edit", why: lockedOrNothing, run: () => void copyByButton(cut()) },
  { id: "duplicate", title: () => words.do.duplicate, group: "edit", keys: ["Mod+D"], why: lockedOrNothing, run: duplicate },
  { id: "frame", title: () => words.do.frame, group: "edit", keys: ["Mod+G"], why: locked, run: addFrame },
  { id: "note", title: () => words.do.note, group: "edit", keys: ["N"], why: locked, run: addNote },
  { id: "gap", title: () => words.do.gap, group: "edit", keys: ["Mod+Delete"], why: lockedOrNothing, run: () => removePicked(false) },
  { id: "tidy", title: () => words.do.tidy, group: "edit", keys: ["Shift+T"], why: locked, run: () => void tidy() },
  { id: "fit", title: () => words.do.fit, group: "view", keys: ["F"], run: () => look("whole") },
  { id: "fit picked", title: () => words.do.fitPicked, group: "view", keys: ["Shift+F"], run: () => look("picked") },
  { id: "full size", title: () => words.do.fullSize, group: "view", keys: ["Z"], run: () => look("full size") },
  { id: "export", title: () => words.exportFlow, group: "flow", run: exportFlow },
];
