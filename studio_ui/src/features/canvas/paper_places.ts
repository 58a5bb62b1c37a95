/** Points of the screen as places of the flow, for whoever brings a step to the paper. */

import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import type { End } from "../../document/action";
import { currentFlow } from "../editing";
import { usePaper, type Point } from "../palette";
import { lend, placeOf } from "./looking";
import { endOf } from "./selection";
import { farFrom } from "./wire_near";

/** A wire is taken from so far beside it: so much on the paper, and a hair on the screen. */
const BESIDE = 8;
const HAIR_PX = 7;

/** The wire nearest to a point; cards that lie over it do not hide it. */
export function wireAt({ clientX, clientY }: Point): End | null {
  const frame = document.querySelector(".canvas-frame");
  const seen = frame?.getBoundingClientRect();
  const point = placeOf({ x: clientX, y: clientY });
  if (!frame || !seen || !point || clientX < seen.left || clientX > seen.right || clientY < seen.top || clientY > seen.bottom) return null;
  const wires = currentFlow()?.history.doc.flow.wires ?? {};
  let [nearest, least] = [null as End | null, BESIDE + HAIR_PX / point.zoom];
  for (const path of frame.querySelectorAll(".react-flow__edge-interaction")) {
    const far = farFrom(path.getAttribute("d") ?? "", point, least);
    const end = far <= least ? endOf(path.closest(".react-flow__edge")?.getAttribute("data-id") ?? "") : null;
    if (end && wires[end.node]?.[end.outcome] !== undefined) [nearest, least] = [end, far];
  }
  return nearest;
}

/** Lends the paper to the palette for as long as it is drawn. */
export function useLentPaper(): void {
  const flow = useReactFlow();
  const { screenToFlowPosition } = flow;
  useEffect(() => {
    const pane = () => document.querySelector(".canvas-frame")?.getBoundingClientRect();
    const place = ({ clientX, clientY }: Point) => {
      const on = document.elementFromPoint(clientX, clientY)?.closest(".canvas-frame");
      return on ? screenToFlowPosition({ x: clientX - 16, y: clientY - 14 }) : null;
    };
    const middle = () => {
      const { left = 0, top = 0, width = 600, height = 400 } = pane() ?? {};
      return screenToFlowPosition({ x: left + width / 2 - 100, y: top + height / 2 - 60 });
    };
    usePaper.setState({ paper: { place, middle, wireAt } });
    lend(flow);
    return () => {
      usePaper.setState({ paper: null });
      lend(null);
    };
  }, [flow, screenToFlowPosition]);
}
