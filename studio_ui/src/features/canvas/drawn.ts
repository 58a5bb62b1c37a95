/** The document as the canvas library draws it: nodes and edges. */

import type { Edge, Node } from "@xyflow/react";
import { useMemo } from "react";
import { strings } from "../../app/strings";
import { titleOf, type Doc, type Place } from "../../document/flow";
import { isException } from "../../document/outcome";
import { useSession } from "../session";
import { geometryOf } from "./geometry";
import { CULLED, type Size } from "./view";

const cache = new Map<string, { node: Node; from: unknown[] }>();

/** The cards as the canvas library wants them; a card that did not change is the same object. */
export function useNodes(doc: Doc, sizes: Record<string, Size>, dragged: Record<string, Place>, picked: string): Node[] {
  return useMemo(() => {
    const ids = Object.keys(doc.flow.nodes);
    const large = ids.length > CULLED;
    return ids.map((id) => {
      const at = dragged[id] ?? doc.layout.nodes[id] ?? { x: 0, y: 0 };
      const size = sizes[id];
      const from = [at.x, at.y, size, id === picked, doc.flow.nodes[id], size ? undefined : doc.flow.wires[id]];
      const known = cache.get(id);
      if (known && known.from.every((item, place) => item === from[place])) return known.node;
      const node: Node = {
        id,
        type: "card",
        position: { x: at.x, y: at.y },
        data: {},
        selected: id === picked,
        ariaLabel: titleOf(id, doc.flow.nodes[id]),
        ...(size ? { measured: size } : large ? guessed(doc, id) : {}),
      };
      cache.set(id, { node, from });
      return node;
    });
  }, [doc, sizes, dragged, picked]);
}

/** A large flow does not draw every card only to measure it. */
function guessed(doc: Doc, id: string): Partial<Node> {
  const node = doc.flow.nodes[id];
  return node ? geometryOf(useSession.getState().palette[node.type], node, doc.flow.wires[id] ?? {}) : {};
}

export function useEdges(doc: Doc, picked: string): Edge[] {
  const { wires, nodes } = doc.flow;
  return useMemo(() => {
    const edges: Edge[] = [];
    for (const [source, outs] of Object.entries(wires)) {
      for (const [outcome, target] of Object.entries(outs)) {
        if (!(source in nodes) || !(target in nodes)) continue;
        const id = `${source}:${outcome}`;
        const label = strings.canvas.wire(
          titleOf(source, nodes[source]),
          outcome.replaceAll("_", " "),
          titleOf(target, nodes[target]),
        );
        edges.push({
          id,
          source,
          sourceHandle: outcome,
          target,
          targetHandle: "in",
          type: "wire",
          selected: id === picked,
          reconnectable: "target",
          ariaLabel: label,
          data: { exception: isException(outcome) },
        });
      }
    }
    return edges;
  }, [wires, nodes, picked]);
}
