/** Things that are dragged: frames take along what lies in them, a step may be dropped onto a wire. */

import { canvasStrings } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import type { Action, End } from "../../document/action";
import { titleOf, type Doc, type Place } from "../../document/flow";
import { outcomeLabel } from "../../document/select";
import { announce } from "../../ui";
import { act, currentFlow } from "../editing";
import { leavingOf } from "../palette";
import { useSession } from "../session";
import { apart, frameId, noteId } from "./selection";
import { CARD_WIDTH, type Size } from "./view";

const NOTE: Size = { width: 200, height: 60 };
const CARD: Size = { width: CARD_WIDTH, height: 120 };

/** What lies in a frame: cards, notes and smaller frames whose middle is within its border; ids as the canvas has them. */
export function membersOf(doc: Doc, frame: string, sizes: Readonly<Record<string, Size>>): string[] {
  const { layout } = doc;
  const border = layout.frames?.find((each) => each.id === frame);
  if (!border) return [];
  const isIn = (at: Place, { width, height }: Size) => {
    const [x, y] = [at.x + width / 2, at.y + height / 2];
    return x > border.x && x < border.x + border.width && y > border.y && y < border.y + border.height;
  };
  return [
    ...Object.entries(layout.nodes).filter(([id, at]) => id in doc.flow.nodes && isIn(at, sizes[id] ?? CARD)).map(([id]) => id),
    ...(layout.notes ?? []).filter((note) => isIn(note, sizes[noteId(note.id)] ?? NOTE)).map((note) => noteId(note.id)),
    ...(layout.frames ?? [])
      .filter((each) => each.id !== frame && each.width * each.height < border.width * border.height && isIn(each, each))
      .map((each) => frameId(each.id)),
  ];
}

/** Where each thing lies in the document. */
export function placeIn(doc: Doc, id: string): Place | undefined {
  const { notes, frames } = apart([id]);
  if (notes[0] !== undefined) return doc.layout.notes?.find((note) => note.id === notes[0]);
  if (frames[0] !== undefined) return doc.layout.frames?.find((frame) => frame.id === frames[0]);
  return doc.layout.nodes[id];
}

/** The moved places with those of what the moved frames take along. */
export function withMembers(doc: Doc, moved: Readonly<Record<string, Place>>, sizes: Readonly<Record<string, Size>>): Record<string, Place> {
  const all: Record<string, Place> = { ...moved };
  for (const frame of apart(Object.keys(moved)).frames) {
    const [from, to] = [placeIn(doc, frameId(frame)), moved[frameId(frame)]];
    if (!from || !to) continue;
    for (const id of membersOf(doc, frame, sizes)) {
      const at = placeIn(doc, id);
      if (at && !(id in moved)) all[id] = { x: at.x + to.x - from.x, y: at.y + to.y - from.y };
    }
  }
  return all;
}

/** One entry for undo, whatever moved; a single step that was dropped on a wire sits on it then. */
export function commitMove(moved: Readonly<Record<string, Place>>, on: End | null): void {
  const doc = currentFlow()?.history.doc;
  if (!doc) return;
  const really = Object.entries(moved).filter(([id, at]) => {
    const known = placeIn(doc, id);
    return known && (Math.abs(known.x - at.x) >= 1 || Math.abs(known.y - at.y) >= 1);
  });
  if (really.length === 0) return;
  const move = moveOf(Object.fromEntries(really));
  const card = Object.keys(moved)[0] ?? "";
  const node = doc.flow.nodes[card];
  if (!on || !node) return act(move, strings.did.move, `move ${Object.keys(moved).join()}`);
  const leaving = leavingOf(useSession.getState().palette[node.type], node, doc.flow.wires[card]);
  const said = canvasStrings.onWire(titleOf(card, node), outcomeLabel(doc.flow.nodes[on.node], on.outcome));
  act({ do: "all", actions: [move, { do: "splice", node: card, on, leaving }] }, said);
  announce(said);
}

export function moveOf(moved: Readonly<Record<string, Place>>): Action {
  const { nodes, notes, frames } = apart(Object.keys(moved));
  const of = (ids: readonly string[], name: (id: string) => string) =>
    Object.fromEntries(ids.map((id) => [id, moved[name(id)] as Place]));
  return { do: "move", places: of(nodes, (id) => id), notes: of(notes, noteId), frames: of(frames, frameId) };
}

/** Whether this step could sit on some wire: nobody leads to it yet, and it has a way out to go on by. */
export function mayTakeOne(doc: Doc, card: string): boolean {
  const node = doc.flow.nodes[card];
  if (!node || doc.flow.start === card || ledTo(doc.flow.wires).has(card)) return false;
  return leavingOf(useSession.getState().palette[node.type], node, doc.flow.wires[card]) !== "";
}

/** Whether such a step could sit on this wire. */
export const mayTake = (doc: Doc, card: string, on: End): boolean => on.node !== card && mayTakeOne(doc, card);

const led = new WeakMap<Doc["flow"]["wires"], Set<string>>();

/** The steps that wires lead to; reckoned once per change, for a drag asks with each frame. */
function ledTo(wires: Doc["flow"]["wires"]): Set<string> {
  const steps = led.get(wires) ?? new Set(Object.values(wires).flatMap((outs) => Object.values(outs)));
  led.set(wires, steps);
  return steps;
}
