/** Points of the screen as places of the flow, for whoever brings a step to the paper. */

import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import type { End } from "../../document/action";
import { currentFlow } from "../editing";
import { usePaper, type Point } from "../palette";
import { lend } from "./looking";
import { endOf } from "./selection";

const AROUND = [0, -7, 7];

/** The wire under a point, or a hair beside it; cards that lie over it do not hide it. */
export function wireAt({ clientX, clientY }: Point): End | null {
  for (const x of AROUND) {
    for (const y of AROUND) {
      const under = document.elementsFromPoint(clientX + x, clientY + y).find((each) => each.closest(".react-flow__edge"));
      const id = under?.closest(".react-flow__edge")?.getAttribute("data-id");
      const end = id ? endOf(id) : null;
      if (end && currentFlow()?.history.doc.flow.wires[end.node]?.[end.outcome] !== undefined) return end;
    }
  }
  return null;
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
