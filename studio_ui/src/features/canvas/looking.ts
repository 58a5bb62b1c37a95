/** Where the canvas looks, on request. */

import type { ReactFlowInstance } from "@xyflow/react";
import type { Place } from "../../document/flow";
import { useSelection } from "./selection";
import { FIT } from "./view";

let shown: ReactFlowInstance | null = null;

/** The canvas that is drawn; null when it goes. */
export function lend(flow: ReactFlowInstance | null): void {
  shown = flow;
}

/** The whole flow in sight, or what is picked of it, or a card in its full size. */
export function look(how: "whole" | "picked" | "full size"): void {
  const ids = how === "picked" ? [...useSelection.getState().ids] : [];
  if (how === "full size") void shown?.zoomTo(1);
  else void shown?.fitView(ids.length > 0 ? { ...FIT, nodes: ids.map((id) => ({ id })) } : FIT);
}

/** The place on the paper under a point of the screen, and how near one looks at it. */
export function placeOf(point: Place): (Place & { zoom: number }) | null {
  return shown && { ...shown.screenToFlowPosition(point), zoom: shown.getZoom() };
}
