/** What can be done on the paper, each by name: for its buttons, its keys and the command palette alike. */

import { canvasStrings } from "../../app/canvas_strings";
import { freeId, type Frame, type Note, type Place } from "../../document/flow";
import { announce } from "../../ui";
import { act, currentFlow } from "../editing";
import { clear, usePaper } from "../palette";
import { nameOf, useSession } from "../session";
import { useFresh } from "./fresh";
import { boxOf } from "./extent";
import { removeThings } from "./removing";
import { endOf, frameId, noteId, select, useSelection } from "./selection";

const middle = (): Place => usePaper.getState().paper?.middle() ?? { x: 0, y: 0 };
const byId = (items: readonly { id: string }[] | undefined) => Object.fromEntries((items ?? []).map((item) => [item.id, true]));

/** An empty note in the middle of what is seen, open for writing. */
export function addNote(): void {
  const doc = currentFlow()?.history.doc;
  if (!doc) return;
  const id = freeId("note", byId(doc.layout.notes));
  const by = nameOf(useSession.getState().session?.user ?? "");
  const note: Note = { id, text: "", ...rounded(clear(doc, middle())), ...(by ? { by } : {}) };
  useFresh.setState({ id: noteId(id) });
  act({ do: "note", note }, canvasStrings.addNote);
  select([noteId(id)]);
  announce(canvasStrings.addNote);
}

const PAD = { left: 24, right: 24, top: 34, bottom: 24 };

/** A frame around what is picked, else an empty one in the middle. */
export function addFrame(): void {
  const doc = currentFlow()?.history.doc;
  if (!doc) return;
  const id = freeId("frame", byId(doc.layout.frames));
  const box = boxOf(doc, useSelection.getState().ids);
  const around = box
    ? {
        x: box.left - PAD.left,
        y: box.top - PAD.top,
        width: box.right - box.left + PAD.left + PAD.right,
        height: box.bottom - box.top + PAD.top + PAD.bottom,
      }
    : { ...middle(), width: 480, height: 260 };
  const frame: Frame = { id, title: "", ...around, ...rounded(around), width: Math.round(around.width), height: Math.round(around.height) };
  useFresh.setState({ id: frameId(id) });
  act({ do: "frame", frame }, canvasStrings.addFrame);
  select([frameId(id)]);
  announce(canvasStrings.addFrame);
}

/** Removes what is picked; `heal` false leaves a gap where the steps were. */
export function removePicked(heal = true): void {
  const { ids, wire } = useSelection.getState();
  const end = endOf(wire);
  removeThings(ids, end ? [end] : [], heal);
}

const rounded = ({ x, y }: Place): Place => ({ x: Math.round(x), y: Math.round(y) });

