/** Wires drawn by hand: what they may lead to, and what becomes of one that is dropped. */

import type { Connection, Edge, FinalConnectionState } from "@xyflow/react";
import { create } from "zustand";
import { strings } from "../../app/strings";
import type { Place } from "../../document/flow";
import { titleOf } from "../../document/flow";
import { announce } from "../../ui";
import { act, currentFlow } from "../editing";
import { askForStep } from "../palette";
import { useSession } from "../session";

/** The step whose wire is being drawn; "" while none is. */
export const useDrawing = create<{ from: string }>(() => ({ from: "" }));

/** The card under the pointer, which holds the wire that is drawn; "" on empty paper. */
export function cardAt(point: { clientX: number; clientY: number }): string {
  const under = document.elementFromPoint(point.clientX, point.clientY)?.closest(".react-flow__node-card");
  return under?.getAttribute("data-id") ?? "";
}

/** A way out may lead to any step; to its own only if somebody waits there, else it would spin for ever. */
export function mayLead(node: string, to: string): boolean {
  const nodes = currentFlow()?.history.doc.flow.nodes ?? {};
  const type = nodes[node]?.type;
  if (!(node in nodes) || !(to in nodes)) return false;
  return node !== to || (type !== undefined && (useSession.getState().palette[type]?.waits ?? true));
}

export function isValidConnection(made: Connection | Edge): boolean {
  return Boolean(made.sourceHandle) && mayLead(made.source, made.target);
}

export function connect(node: string, outcome: string, to: string): void {
  if (!mayLead(node, to)) return announce(strings.canvas.refused);
  const flow = currentFlow()?.history.doc.flow;
  act({ do: "wire", node, outcome, to }, strings.did.wire);
  announce(strings.did.wired(outcome.replaceAll("_", " "), titleOf(to, flow?.nodes[to])));
}

export function reconnect(old: Edge, made: Connection): void {
  if (old.source === made.source && old.sourceHandle === made.sourceHandle)
    return connect(made.source, made.sourceHandle ?? "", made.target);
  if (!mayLead(made.source, made.target)) return announce(strings.canvas.refused);
  act(
    {
      do: "all",
      actions: [
        { do: "unwire", node: old.source, outcome: old.sourceHandle ?? "" },
        { do: "wire", node: made.source, outcome: made.sourceHandle ?? "", to: made.target },
      ],
    },
    strings.did.rewire,
  );
}

const pointOf = (event: MouseEvent | TouchEvent) => ("changedTouches" in event ? event.changedTouches[0] : event);

/** The whole card takes a wire; one that is dropped on empty paper asks what step should be there. */
export function dropWire(event: MouseEvent | TouchEvent, connection: FinalConnectionState, placeOf: (point: Place) => Place): void {
  const from = connection.fromHandle;
  const point = pointOf(event);
  if (connection.isValid || !point || !from || from.type !== "source" || from.id == null) return;
  const card = cardAt(point);
  if (card !== "") return connect(from.nodeId, from.id, card);
  const at = placeOf({ x: point.clientX, y: point.clientY });
  askForStep({ at, from: { node: from.nodeId, outcome: from.id } });
}

export function dropEnd(event: MouseEvent | TouchEvent, old: Edge, connection: FinalConnectionState): void {
  const point = pointOf(event);
  const card = point && !connection.isValid ? cardAt(point) : "";
  if (card !== "" && card !== old.target) connect(old.source, old.sourceHandle ?? "", card);
}
