/** The paper that steps are put on: the canvas says which place of the flow a point of the screen is. */

import { create } from "zustand";
import type { End } from "../../document/action";
import type { Place } from "../../document/flow";

export interface Point {
  clientX: number;
  clientY: number;
}

export interface Paper {
  /** The place under a point of the screen; null where there is no paper. */
  place: (point: Point) => Place | null;
  /** The wire under a point of the screen. */
  wireAt: (point: Point) => End | null;
  /** Where a step lies if nobody says where: in the middle of what is seen. */
  middle: () => Place;
}

interface Known {
  paper: Paper | null;
  /** Whether the steps stand beside the paper all the time. */
  column: boolean;
  /** The wire that would take the step that is dragged over it, as `node:outcome`. */
  over: string;
}

export const usePaper = create<Known>(() => ({ paper: null, column: false, over: "" }));

export function showOver(end: End | null): void {
  const over = end ? `${end.node}:${end.outcome}` : "";
  if (over !== usePaper.getState().over) usePaper.setState({ over });
}
