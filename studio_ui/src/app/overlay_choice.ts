/** What the cards of the canvas show beside the flow itself. */

import { create } from "zustand";

export type Overlay = "live" | "tests" | "traffic" | "changes" | "plain";
export const useOverlayChoice = create<{ overlay: Overlay }>(() => ({ overlay: "live" }));
