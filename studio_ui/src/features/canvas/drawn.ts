/** The document as the canvas library draws it: nodes and edges. */

import type { Edge, Node } from "@xyflow/react";
import { useMemo } from "react";
import { canvasStrings } from "../../app/canvas_strings";
import { strings } from "../../app/strings";
import { titleOf, type Doc, type Place } from "../../document/flow";
import { isException } from "../../document/outcome";
import { useSession } from "../session";
import { geometryOf } from "./geometry";
import { frameId, noteId } from "./selection";
import { CULLED, type Size } from "./view";

const cache = new Map<string, { node: Node; from: unknown[] }>();

/** The object of before, if it was made from the same values: what did not change is not drawn again. */
function kept(id: string, from: unknown[], make: () => Node): Node {
  const known = cache.get(id);
  if (known && known.from.length === from.length && known.from.every((item, place) => item === from[place])) return known.node;
  const node = make();
  cache.set(id, { node, from });
  return node;
}

export interface Drawn {
  doc: Doc;
  sizes: Record<string, Size>;
  dragged: Record<string, Place>;
  picked: ReadonlySet<string>;
}

/** Frames below, cards, notes: what lies over what. */
const FRAME = -2;
const PICKED = 2;

export function useNodes({ doc, sizes, dragged, picked }: Drawn): Node[] {
  const cards = useMemo(() => {
    const ids = Object.keys(doc.flow.nodes);
    const large = ids.length > CULLED;
    return ids.map((id) => {
      const at = doc.layout.nodes[id] ?? { x: 0, y: 0 };
      const size = sizes[id];
      const selected = picked.has(id);
      const from = [at.x, at.y, size, selected, doc.flow.nodes[id], size ? undefined : doc.flow.wires[id]];
      return kept(id, from, () => ({
        id,
        type: "card",
        position: { x: at.x, y: at.y },
        data: {},
        selected,
        zIndex: selected ? PICKED : 0,
        ariaLabel: titleOf(id, doc.flow.nodes[id]),
        ...(size ? { measured: size } : large ? guessed(doc, id) : {}),
      }));
    });
  }, [doc, sizes, picked]);
  const { notes, frames } = doc.layout;
  const around = useMemo(() => {
    const noted = (notes ?? []).map((note) => {
      const id = noteId(note.id);
      return kept(id, [note, sizes[id], picked.has(id)], () => ({
        id,
        type: "note",
        position: { x: note.x, y: note.y },
        data: { note },
        selected: picked.has(id),
        zIndex: picked.has(id) ? PICKED : 0,
        ariaLabel: canvasStrings.note(note.text),
        ...(sizes[id] ? { measured: sizes[id] } : {}),
      }));
    });
    const framed = (frames ?? []).map((frame) => {
      const id = frameId(frame.id);
      return kept(id, [frame, sizes[id], picked.has(id)], () => ({
        id,
        type: "frame",
        position: { x: frame.x, y: frame.y },
        data: { frame },
        selected: picked.has(id),
        zIndex: FRAME,
        dragHandle: ".frame-title",
        ariaLabel: canvasStrings.frame(frame.title),
        ...(sizes[id] ? { measured: sizes[id] } : {}),
      }));
    });
    return [...framed, ...noted];
  }, [notes, frames, sizes, picked]);
  const still = useMemo(() => (around.length === 0 ? cards : [...around, ...cards]), [around, cards]);
  return useMemo(() => moved(still, dragged), [still, dragged]);
}

/** With each frame of a drag only what is dragged is made anew. */
function moved(nodes: Node[], to: Record<string, Place>): Node[] {
  if (Object.keys(to).length === 0) return nodes;
  return nodes.map((node) => {
    const position = to[node.id];
    return position ? { ...node, position } : node;
  });
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
