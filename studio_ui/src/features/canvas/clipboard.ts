/** Cut, copy, paste and duplicate: steps travel as JSON text, so that they go to other flows, pages and programs and back. */

import { useEffect } from "react";
import { canvasStrings } from "../../app/canvas_strings";
import type { Place } from "../../document/flow";
import { cornerOf, fitted, isEmpty, partOf, readPart, writePart, type Part } from "../../document/part";
import { announce, toast } from "../../ui";
import { act, currentFlow } from "../editing";
import { usePaper, type Point } from "../palette";
import { may, useSession } from "../session";
import { removeThings } from "./removing";
import { apart, frameId, noteId, select, useSelection } from "./selection";

const STEP_PX = 36;

function pickedPart(): Part | null {
  const doc = currentFlow()?.history.doc;
  const part = doc && partOf(doc, apart(useSelection.getState().ids));
  return part && !isEmpty(part) ? part : null;
}

const sizeOf = (part: Part): number => Object.keys(part.nodes).length + part.notes.length + part.frames.length;

/** The picked things as text; "" if nothing is picked. */
export function copied(): string {
  const part = pickedPart();
  if (!part) return "";
  announce(canvasStrings.copied(sizeOf(part)));
  return writePart(part);
}

export function cut(): string {
  const text = copied();
  if (text) removeThings(useSelection.getState().ids);
  return text;
}

/** Puts what the text holds at this place of the flow, and picks it. Says so if it holds nothing of the kind. */
export function paste(text: string, at: Place | null): void {
  const part = readPart(text, useSession.getState().palette);
  if (typeof part === "string") {
    if (part === "not_json") announce(canvasStrings.unreadable.not_json);
    else toast(canvasStrings.unreadable[part], "wrong");
    return;
  }
  put(part, at, canvasStrings.paste(sizeOf(part)));
}

export function duplicate(): void {
  const part = pickedPart();
  if (part) put(part, null, canvasStrings.duplicate(sizeOf(part)));
}

function put(part: Part, at: Place | null, label: string): void {
  const open = currentFlow();
  if (!open || !may("edit", open.environment)) return;
  const corner = cornerOf(part);
  const { doc } = open.history;
  const place = at ?? free(Object.values(doc.layout.nodes), { x: corner.x + STEP_PX, y: corner.y + STEP_PX });
  const fit = fitted(part, doc, place);
  act({ do: "paste", part: fit }, label);
  select([...Object.keys(fit.nodes), ...fit.notes.map((note) => noteId(note.id)), ...fit.frames.map((frame) => frameId(frame.id))]);
  announce(label);
}

/** A little further down and right until nothing lies exactly there. */
function free(taken: readonly Place[], at: Place): Place {
  let place = at;
  while (taken.some((each) => Math.abs(each.x - place.x) < 8 && Math.abs(each.y - place.y) < 8)) {
    place = { x: place.x + STEP_PX, y: place.y + STEP_PX };
  }
  return place;
}

/** For buttons: the browser's clipboard by request, which it may refuse. */
export async function copyByButton(text: string): Promise<void> {
  if (text === "") return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    toast(canvasStrings.noClipboard, "wrong");
  }
}

/** The browser's own copy, cut and paste, wherever nothing is being written and no text is marked. */
export function useClipboard(): void {
  useEffect(() => {
    let last: Point | null = null;
    const seen = (event: PointerEvent) => (last = event);
    const take = (event: ClipboardEvent) => {
      if (isText(event)) return;
      const text = event.type === "cut" ? cut() : copied();
      if (!text) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    };
    const give = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (isText(event) || !text) return;
      const { paper } = usePaper.getState();
      paste(text, (last && paper?.place(last)) ?? paper?.middle() ?? null);
      event.preventDefault();
    };
    document.addEventListener("copy", take);
    document.addEventListener("cut", take);
    document.addEventListener("paste", give);
    document.addEventListener("pointermove", seen);
    return () => {
      document.removeEventListener("copy", take);
      document.removeEventListener("cut", take);
      document.removeEventListener("paste", give);
      document.removeEventListener("pointermove", seen);
    };
  }, []);
}

function isText(event: ClipboardEvent): boolean {
  const at = event.target instanceof HTMLElement ? event.target : null;
  if (at?.closest("input, textarea, select, [contenteditable], dialog")) return true;
  return event.type === "copy" && String(getSelection() ?? "") !== "";
}
