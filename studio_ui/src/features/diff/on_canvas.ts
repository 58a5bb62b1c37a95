/** What the canvas draws of the comparison: a mark and slots for each card, and what is no more. */

import type { Edge, Node } from "@xyflow/react";
import { useMemo } from "react";
import { diffStrings as words } from "../../app/diff_strings";
import { titleOf, type Doc } from "../../document/flow";
import { heightOf } from "../../document/layered";
import { shownLeavings } from "../../document/select";
import { currentFlow, useDoc, useEditing } from "../editing";
import { useSession } from "../session";
import { GHOST, ghostsOf, type Ghosts } from "./ghosts";
import { fileOf } from "./marks";
import { marksIn, useDiff } from "./store";

/** The mark of a step and what its outcomes' slots say, in one line each, so that a card is drawn again only when it differs. */
export function useChangeLines(node: string, outcomes: readonly string[], shown: boolean): string {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  return useDiff((state) => {
    const step = shown ? marksIn(state.files, environment, flow).steps[node] : undefined;
    if (!step) return "";
    return [step.mark, ...outcomes.map((outcome) => slot(step.wires[outcome]))].join("\n");
  });
}

function slot(wire: { how: "wired" | "rewired" | "unwired"; was: string } | undefined): string {
  if (!wire) return "";
  if (wire.how === "wired") return words.slots.wired;
  const { was } = wire;
  return words.slots[wire.how](titleOf(was, currentFlow()?.history.doc.flow.nodes[was]));
}

const NONE: Ghosts = { steps: {}, wires: [] };
const NO_GHOSTS: { nodes: Node[]; edges: Edge[] } = { nodes: [], edges: [] };

export function useGhosts(shown: boolean): { nodes: Node[]; edges: Edge[] } {
  const doc = useDoc<Doc | null>((known) => known, null);
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  const files = useDiff((state) => (shown ? state.files : null));
  return useMemo(() => {
    const changes = files?.find((file) => file.file === fileOf(environment, flow))?.changes;
    if (!doc || !changes) return NO_GHOSTS;
    const { palette } = useSession.getState();
    const { steps, wires } = changes.length > 0 ? ghostsOf(changes, doc, (id) => heightOf(doc.flow, id, palette)) : NONE;
    const shownAt = (id: string) => {
      const node = doc.flow.nodes[id];
      return node ? shownLeavings(palette[node.type], node, doc.flow.wires[id] ?? {}).map((leaving) => leaving.name) : [];
    };
    return {
      nodes: Object.entries(steps).map(([id, { node, at }]) => ghostNode(id, titleOf(id, node), at)),
      edges: wires
        .filter((wire) => wire.node in steps || shownAt(wire.node).includes(wire.outcome))
        .map((wire) => ghostEdge(wire, wire.node in steps)),
    };
  }, [files, doc, environment, flow]);
}

const FIXED = { draggable: false, selectable: false, deletable: false, focusable: false } as const;

function ghostNode(id: string, title: string, position: { x: number; y: number }): Node {
  return { id, type: "ghost", position, data: { title }, ...GHOST, ...FIXED, connectable: false, ariaLabel: words.ghost(title) };
}

function ghostEdge({ node, outcome, to }: Ghosts["wires"][number], fromGhost: boolean): Edge {
  const { draggable: _, ...fixed } = FIXED;
  return {
    id: `was ${node}:${outcome}`,
    type: "ghost",
    source: node,
    sourceHandle: fromGhost ? "out" : outcome,
    target: to,
    targetHandle: "in",
    reconnectable: false,
    ariaLabel: words.led(titleOf(node), outcome.replaceAll("_", " "), titleOf(to)),
    ...fixed,
  };
}
