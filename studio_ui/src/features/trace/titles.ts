/** What authors call the steps and flows that a trace names by id; a flow that nobody opened yet is asked for once. */

import { create } from "zustand";
import { flows } from "../../api/studio";
import { titleOf, type FlowNode } from "../../document/flow";
import { docOf } from "../../document/select";
import { keyOf, useDoc } from "../editing";
import { useSession } from "../session";
import { partsOf } from "./reduce";

type Nodes = Record<string, FlowNode>;

const useTitles = create<{ nodes: Record<string, Nodes> }>(() => ({ nodes: {} }));
const asked = new Set<string>();

/** Changes when more titles are known. */
export const useKnownTitles = (): unknown => useTitles((state) => state.nodes);

/** Asks for the titles of the flows that these node keys lie in. */
export function learnTitles(keys: readonly string[]): void {
  for (const key of keys) {
    const { environment, flow } = partsOf(key);
    const of = keyOf(environment, flow);
    if (asked.has(of) || !entryOf(environment, flow)) continue;
    asked.add(of);
    flows.get(environment, flow).then(
      (draft) => useTitles.setState((state) => ({ nodes: { ...state.nodes, [of]: docOf(draft.flow, draft.layout).flow.nodes } })),
      () => asked.delete(of), // the ids say it meanwhile
    );
  }
}

/** What the steps of the flow on the canvas are called. */
export function useFlowTitles(): (node: string) => string {
  const nodes = useDoc((doc) => doc.flow.nodes, NONE);
  return (node) => titleOf(node, nodes[node]);
}

const NONE: Nodes = {};

/** `Main line: Language known?` */
export function stepTitle(key: string): string {
  const { environment, flow, node } = partsOf(key);
  const nodes = useTitles.getState().nodes[keyOf(environment, flow)];
  return `${shortTitle(environment, flow)}: ${titleOf(node, nodes?.[node])}`;
}

/** `Front door / Main line` */
export function flowTitle(environment: string, flow: string): string {
  const known = useSession.getState().environments.find((candidate) => candidate.name === environment);
  return `${known?.title || titleOf(environment)} / ${shortTitle(environment, flow)}`;
}

function shortTitle(environment: string, flow: string): string {
  return entryOf(environment, flow)?.title || titleOf(flow);
}

function entryOf(environment: string, flow: string) {
  const known = useSession.getState().environments.find((candidate) => candidate.name === environment);
  return known?.flows.find((candidate) => candidate.name === flow);
}
