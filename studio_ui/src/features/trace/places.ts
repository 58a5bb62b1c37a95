/** From the places that a trace names to the flow on the canvas. */

import { go, to } from "../../app/address";
import { keyOf, openFlow, pick, useEditing } from "../editing";
import { useSession } from "../session";
import { partsOf } from "./reduce";

/** Built-in flows have no draft to draw. */
export function drawable(environment: string, flow: string): boolean {
  const known = useSession.getState().environments.find((candidate) => candidate.name === environment);
  return known?.flows.some((candidate) => candidate.name === flow) ?? false;
}

/** Whether the canvas shows this flow, its draft or a release of it, or is about to. */
export function isOpen(environment: string, flow: string): boolean {
  const { open, current, loading } = useEditing.getState();
  const shown = open[current];
  return loading === keyOf(environment, flow) || (shown?.environment === environment && shown.name === flow);
}

/** The key of the flow on the canvas, as nodes of a trace begin with it: the same for its draft and its releases. */
export function useFlowKey(): string {
  return useEditing((state) => {
    const shown = state.open[state.current];
    return shown ? keyOf(shown.environment, shown.name) : "";
  });
}

/** In the Studio a flow has an address of its own, which keeps the run that is looked at. */
export function showFlow(environment: string, flow: string, how: "next" | "instead" = "next"): void {
  if (!location.pathname.startsWith("/studio")) return void openFlow(environment, flow);
  const run = new URLSearchParams(location.search).get("run") ?? "";
  go(to("studio", environment, "flows", flow) + (run && `?run=${encodeURIComponent(run)}`), how);
}

/** The step of a fact, in its flow. */
export async function showStep(key: string): Promise<void> {
  const { environment, flow, node } = partsOf(key);
  if (!isOpen(environment, flow)) {
    await openFlow(environment, flow);
    showFlow(environment, flow);
  }
  pick({ node });
}
