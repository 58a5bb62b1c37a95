/** The question which step to add, and where it goes. */

import { create } from "zustand";
import { strings } from "../../app/strings";
import { freeId, type FlowNode, type NodeType, type Place } from "../../document/flow";
import { heightOf } from "../../document/layered";
import { shownLeavings } from "../../document/select";
import { announce } from "../../ui";
import { act, currentFlow, pick, useEditing } from "../editing";
import { useSession } from "../session";

interface Asking {
  open: boolean;
  at: Place | null;
  from: { node: string; outcome: string } | null;
}

export const useNewStep = create<Asking>(() => ({ open: false, at: null, from: null }));

export function addStep(type: NodeType, middle: Place): void {
  const doc = currentFlow()?.history.doc;
  if (!doc) return;
  const asked = useNewStep.getState();
  const beside = asked.from ? null : besidePick();
  const id = freeId(type.name, doc.flow.nodes);
  const { type: _, title: __, ...config } = type.example;
  const node = { type: type.name, ...config } as FlowNode;
  const from = asked.from ?? beside?.from ?? null;
  act(
    { do: "add", id, node, at: clear(asked.at ?? beside?.at ?? middle), ...(from ? { from } : {}) },
    strings.did.add(type.title),
  );
  useNewStep.setState({ open: false });
  pick({ node: id });
  announce(strings.did.add(type.title));
}

/** Beside the picked step, on the first way out that leads nowhere yet. */
function besidePick(): { at: Place; from: { node: string; outcome: string } | null } | null {
  const picked = useEditing.getState().pick?.node;
  const doc = currentFlow()?.history.doc;
  const node = picked === undefined ? undefined : doc?.flow.nodes[picked];
  if (picked === undefined || !doc || !node) return null;
  const wires = doc.flow.wires[picked] ?? {};
  const free = shownLeavings(useSession.getState().palette[node.type], node, wires).find((leaving) => !(leaving.name in wires));
  const at = doc.layout.nodes[picked] ?? { x: 0, y: 0 };
  return { at: { x: at.x + 290, y: at.y }, from: free ? { node: picked, outcome: free.name } : null };
}

/** Down from `at` until no card lies there. */
function clear(at: Place): Place {
  const doc = currentFlow()?.history.doc;
  if (!doc) return at;
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
