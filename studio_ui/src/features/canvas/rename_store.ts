import { create } from "zustand";
import { currentFlow } from "../editing";
import { may } from "../session";

/** The step whose name is being written, on its card or in the outline. */
export const useRename = create<{ step: string; where: "card" | "outline" }>(() => ({ step: "", where: "card" }));

/** In the outline if that is where the focus is, or where no card is drawn. */
export function startRename(step: string): void {
  const open = currentFlow();
  const listed = document.activeElement?.closest(".outline") || !document.querySelector(".react-flow__node");
  if (open && step in open.history.doc.flow.nodes && open.release === undefined && may("edit", open.environment))
    useRename.setState({ step, where: listed ? "outline" : "card" });
}
