/** The question which step to add, and where it goes. */

import { create } from "zustand";
import { canvasStrings } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import type { Action, End } from "../../document/action";
import { freeId, type Doc, type FlowNode, type NodeType, type Place } from "../../document/flow";
import { heightOf } from "../../document/layered";
import { outcomeLabel, shownLeavings } from "../../document/select";
import { announce } from "../../ui";
import { act, currentFlow, pick, useEditing } from "../editing";
import { useSession } from "../session";
import { usePaper } from "./paper";
import { leavingOf, roomFor } from "./splice";

/** Where a step is asked for: at a place, behind a way out, on a wire. Nothing said: beside the picked step. */
export interface Wanted {
  at?: Place | null;
  from?: End | null;
  on?: End | null;
}

interface Asking extends Wanted {
  open: boolean;
}

const NOTHING: Wanted = { at: null, from: null, on: null };
export const useNewStep = create<Asking>(() => ({ open: false, ...NOTHING }));

/** Asks on the paper which step to add. */
export function askForStep(wanted: Wanted = {}): void {
  useNewStep.setState({ open: true, ...NOTHING, ...wanted });
}

export function addStep(type: NodeType, wanted: Wanted = {}): void {
  const doc = currentFlow()?.history.doc;
  if (!doc) return;
  const id = freeId(type.name, doc.flow.nodes);
  const { type: _, title: __, ...config } = type.example;
  const node = { type: type.name, ...config } as FlowNode;
  const { actions, said } = wanted.on ? onWire(doc, id, node, type, wanted.on, wanted.at) : beside(doc, id, node, wanted, type);
  act({ do: "all", actions }, said);
  useNewStep.setState({ open: false, ...NOTHING });
  pick({ node: id });
  announce(said);
}

interface Added {
  actions: Action[];
  said: string;
}

function onWire(doc: Doc, id: string, node: FlowNode, type: NodeType, on: End, dropped: Place | null | undefined): Added {
  const { at, moves } = roomFor(doc, on);
  const leaving = leavingOf(type, node);
  const add: Action = { do: "add", id, node, at: moves.length === 0 && dropped ? dropped : at };
  const outcome = outcomeLabel(doc.flow.nodes[on.node], on.outcome);
  return { actions: [...moves, add, { do: "splice", node: id, on, leaving }], said: canvasStrings.onWire(type.title, outcome) };
}

function beside(doc: Doc, id: string, node: FlowNode, wanted: Wanted, type: NodeType): Added {
  const picked = wanted.from || wanted.at ? null : besidePick(doc);
  const from = wanted.from ?? picked?.from ?? null;
  const middle = () => usePaper.getState().paper?.middle() ?? { x: 0, y: 0 };
  const at = clear(doc, wanted.at ?? picked?.at ?? middle());
  return { actions: [{ do: "add", id, node, at, ...(from ? { from } : {}) }], said: strings.did.add(type.title) };
}

/** Beside the picked step, on the first way out that leads nowhere yet. */
function besidePick(doc: Doc): { at: Place; from: End | null } | null {
  const picked = useEditing.getState().pick?.node;
  const node = picked === undefined ? undefined : doc.flow.nodes[picked];
  if (picked === undefined || !node) return null;
  const wires = doc.flow.wires[picked] ?? {};
  const free = shownLeavings(useSession.getState().palette[node.type], node, wires).find((leaving) => !(leaving.name in wires));
  const at = doc.layout.nodes[picked] ?? { x: 0, y: 0 };
  return { at: { x: at.x + 290, y: at.y }, from: free ? { node: picked, outcome: free.name } : null };
}

/** Down from `at` until no card lies there. */
export function clear(doc: Doc, at: Place): Place {
  const { palette } = useSession.getState();
  const taken = Object.entries(doc.layout.nodes).map(([id, place]) => ({ ...place, height: heightOf(doc.flow, id, palette) }));
  let { x, y } = at;
  for (const place of taken.toSorted((a, b) => a.y - b.y)) {
    const beside = Math.abs(place.x - x) >= 230;
    const apart = y + 140 <= place.y || place.y + place.height + 24 <= y;
    if (!beside && !apart) y = place.y + place.height + 24;
  }
  return { x, y };
}
