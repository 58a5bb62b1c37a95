/** A flow as the graph that a layered layout wants, and what it answers read back as places. */

import type { ElkExtendedEdge, ElkNode, LayoutOptions } from "elkjs/lib/elk-api.js";
import type { Doc, Frame, Palette, Place } from "../../document/flow";
import { geometryOf } from "./geometry";
import { membersOf } from "./moving";
import { apart, frameId, noteId } from "./selection";

/** What lays a graph out: elkjs, wherever it runs. */
export type LayOut = (graph: ElkNode, how: { layoutOptions: LayoutOptions }) => Promise<ElkNode>;

const LAYERED: Record<string, string> = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.layered.spacing.nodeNodeBetweenLayers": "84",
  "elk.spacing.nodeNode": "34",
  "elk.layered.spacing.edgeNodeBetweenLayers": "22",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.separateConnectedComponents": "true",
  "elk.spacing.componentComponent": "60",
};
/** The order of the document decides where crossings do not; with boxes in boxes elkjs 0.11 and 0.12 stumble over it. */
const FLAT = { "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES" };
const INSIDE = { "elk.padding": "[top=40,left=26,bottom=26,right=26]", ...LAYERED };
/** From so many steps on a quicker way of placing them; the difference is not seen at that size. */
const MANY = 400;
const QUICK = { "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF" };

export interface Layers {
  places: Record<string, Place>;
  frames: Frame[];
}

/** New places of the steps `part` (null: all), and of the notes and frames that go with them. */
export async function layers(doc: Doc, palette: Palette, part: readonly string[] | null, layOut: LayOut): Promise<Layers> {
  const ids = part ?? Object.keys(doc.flow.nodes);
  const frames = part ? [] : (doc.layout.frames ?? []);
  const inFrame = new Map(frames.flatMap((frame) => apart(membersOf(doc, frame.id, {})).nodes.map((id) => [id, frame.id] as const)));
  const graph = graphOf(doc, palette, ids, frames, inFrame);
  const found = await layOut(graph, {
    layoutOptions: { ...LAYERED, ...(inFrame.size === 0 ? FLAT : {}), ...(ids.length > MANY ? QUICK : {}) },
  });
  const places: Record<string, Place> = {};
  const boxes = new Map<string, ElkNode>();
  read(found, { x: 0, y: 0 }, places, boxes);
  const shift = shiftOf(doc, ids, places);
  for (const [id, at] of Object.entries(places)) places[id] = { x: Math.round(at.x + shift.x), y: Math.round(at.y + shift.y) };
  const laid = frames.map((frame) => {
    const box = boxes.get(frameId(frame.id));
    if (!box?.width || !box.height) return frame;
    const at = { x: Math.round((box.x ?? 0) + shift.x), y: Math.round((box.y ?? 0) + shift.y) };
    return { ...frame, ...at, width: Math.round(box.width), height: Math.round(box.height) };
  });
  return { places: part ? places : { ...places, ...beside(doc, places) }, frames: laid };
}

function graphOf(
  doc: Doc,
  palette: Palette,
  ids: readonly string[],
  frames: readonly Frame[],
  inFrame: ReadonlyMap<string, string>,
): ElkNode {
  const among = new Set(ids);
  const cards = (frame: string | undefined) => ids.filter((id) => inFrame.get(id) === frame).map((id) => card(doc, palette, id));
  const edges: ElkExtendedEdge[] = ids.flatMap((id) =>
    Object.entries(doc.flow.wires[id] ?? {})
      .filter(([, to]) => among.has(to) && to !== id)
      .map(([outcome, to]) => ({ id: `${id}:${outcome}`, sources: [`${id}:${outcome}`], targets: [`${to}:in`] })),
  );
  const boxes = frames
    .map((frame) => ({ id: frameId(frame.id), children: cards(frame.id), layoutOptions: INSIDE }))
    .filter((box) => box.children.length > 0);
  return { id: "flow", children: [...boxes, ...cards(undefined)], edges };
}

function card(doc: Doc, palette: Palette, id: string): ElkNode {
  const node = doc.flow.nodes[id] ?? { type: "" };
  const wires = doc.flow.wires[id] ?? {};
  const { measured, handles } = geometryOf(palette[node.type], node, wires);
  const { width = 212, height = 100 } = measured ?? {};
  const ports = (handles ?? []).map((handle) => ({
    id: `${id}:${handle.id}`,
    width: 1,
    height: 1,
    x: handle.type === "target" ? 0 : width - 1,
    y: handle.y + (handle.height ?? 0) / 2,
  }));
  const first: Record<string, string> = id === doc.flow.start ? { "elk.layered.layering.layerConstraint": "FIRST" } : {};
  return { id, width, height, ports, layoutOptions: { "elk.portConstraints": "FIXED_POS", ...first } };
}

function read(node: ElkNode, from: Place, places: Record<string, Place>, boxes: Map<string, ElkNode>): void {
  for (const child of node.children ?? []) {
    const at = { x: from.x + (child.x ?? 0), y: from.y + (child.y ?? 0) };
    if (child.children && child.children.length > 0) {
      boxes.set(child.id, { ...child, ...at });
      read(child, at, places, boxes);
    } else places[child.id] = at;
  }
}

/** The start stays where it was; without it, the top left corner. */
function shiftOf(doc: Doc, ids: readonly string[], places: Readonly<Record<string, Place>>): Place {
  const known = doc.layout.nodes;
  const start = places[doc.flow.start];
  const was = known[doc.flow.start];
  if (start && was) return { x: was.x - start.x, y: was.y - start.y };
  const least = (of: Readonly<Record<string, Place>>, key: "x" | "y") =>
    ids.reduce((sum, id) => Math.min(sum, of[id]?.[key] ?? Infinity), Infinity);
  return { x: least(known, "x") - least(places, "x"), y: least(known, "y") - least(places, "y") };
}

/** A note goes along with the step that it lay nearest to. */
function beside(doc: Doc, places: Readonly<Record<string, Place>>): Record<string, Place> {
  const cards = Object.entries(doc.layout.nodes).filter(([id]) => id in places);
  return Object.fromEntries(
    (doc.layout.notes ?? []).flatMap((note) => {
      const far = ([, at]: [string, Place]) => Math.hypot(at.x - note.x, at.y - note.y);
      const near = cards.reduce<[string, Place] | undefined>((best, each) => (best && far(best) <= far(each) ? best : each), undefined);
      const to = near && places[near[0]];
      return near && to ? [[noteId(note.id), { x: note.x + to.x - near[1].x, y: note.y + to.y - near[1].y }]] : [];
    }),
  );
}
