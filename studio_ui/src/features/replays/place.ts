/** Where a step of a report lies: its address, and the words for it. */

import { to } from "../../app/address";
import { useSession } from "../session";

export const stepAddress = (environment: string, flow: string, node: string): string =>
  to("studio", environment, "flows", flow) + (node && `?step=${encodeURIComponent(node)}`);

/** On the canvas of a flow through which it went. */
export const traceAddress = (environment: string, flow: string, dialogue: string): string =>
  `${to("studio", environment, "flows", flow)}?run=${encodeURIComponent(dialogue)}`;

/** A flow of the environment: the one that is named, else any, so that a trace has a canvas to lie on. */
export function useFlowOf(environment: string): (wanted?: string) => string {
  const flows = useSession((state) => state.environments.find((known) => known.name === environment)?.flows);
  return (wanted) => (flows?.some((flow) => flow.name === wanted) ? wanted : flows?.[0]?.name) ?? "";
}

/** Whether a flow can be drawn; built-in ones cannot. */
export function useDrawn(): (environment: string, flow: string) => boolean {
  const environments = useSession((state) => state.environments);
  return (environment, flow) =>
    environments.find((known) => known.name === environment)?.flows.some((known) => known.name === flow) ?? false;
}

export const shortOf = (dialogue: string): string => dialogue.slice(-6);

export const whenOf = (at_ms: number): string => new Date(at_ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
