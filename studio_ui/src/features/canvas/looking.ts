/** Where the canvas looks, on request. */

import type { ReactFlowInstance, Viewport } from "@xyflow/react";
import type { Place } from "../../document/flow";
import { useSelection } from "./selection";
import { currentFlow } from "../editing";
import { useSession } from "../session";
import { fitted, opening, TOP } from "./view";

let shown: ReactFlowInstance | null = null;

/** The canvas that is drawn; null when it goes. */
export function lend(flow: ReactFlowInstance | null): void {
  shown = flow;
}

/** The whole flow in sight, or what is picked of it, or a card in its full size. */
export function look(how: "whole" | "picked" | "full size"): void {
  const ids = how === "picked" ? [...useSelection.getState().ids] : [];
  if (how === "full size") void shown?.zoomTo(1);
  else void shown?.fitView({ ...fitted(roomAbove()), ...(ids.length > 0 ? { nodes: ids.map((id) => ({ id })) } : {}) });
}

/** Where the open flow is first looked at; undefined while there is none, or no paper. */
export function openingView(): Viewport | undefined {
  const doc = currentFlow()?.history.doc;
  const frame = document.querySelector(".canvas-frame");
  if (!doc || !frame) return undefined;
  return opening(doc, useSession.getState().palette, { width: frame.clientWidth, height: frame.clientHeight }, roomAbove());
}

/** The tools lie over the top of the paper, on a narrow one in several rows. */
export function roomAbove(): number {
  const tools = document.querySelector(".canvas-tools")?.getBoundingClientRect();
  const frame = document.querySelector(".canvas-frame")?.getBoundingClientRect();
  return tools && frame ? Math.max(TOP, Math.ceil(tools.bottom - frame.top) + 18) : TOP;
}

/** The place on the paper under a point of the screen, and how near one looks at it. */
export function placeOf(point: Place): (Place & { zoom: number }) | null {
  return shown && { ...shown.screenToFlowPosition(point), zoom: shown.getZoom() };
}
