/** Between the document and the canvas library: the library shows it, its gestures come back as actions. */

import {
  useReactFlow,
  type Connection,
  type Edge,
  type EdgeChange,
  type FinalConnectionState,
  type Node,
  type NodeChange,
} from "@xyflow/react";
import { useCallback, useState, type KeyboardEvent } from "react";
import { strings } from "../../app/strings";
import { titleOf, type Doc, type Place } from "../../document/flow";
import { announce } from "../../ui";
import { act, closeForm, currentFlow, pick, useDoc, useEditing } from "../editing";
import { useNewStep } from "../palette";
import { useEdges, useNodes } from "./drawn";
import type { Size } from "./view";

const NONE: Doc = { flow: { format: 1, title: "", start: "", nodes: {}, wires: {} }, layout: { format: 1, nodes: {} } };

export function useCanvas() {
  const doc = useDoc((known) => known, NONE);
  const picked = useEditing((state) => state.pick);
  const [sizes, setSizes] = useState<Record<string, Size>>({});
  const [dragged, setDragged] = useState<Record<string, Place>>({});
  const [edgePicked, setEdgePicked] = useState("");
  const [drawing, setDrawing] = useState(false);
  const { screenToFlowPosition } = useReactFlow();
  const nodes = useNodes(doc, sizes, dragged, picked?.node ?? "");
  const edges = useEdges(doc, edgePicked);

  const onNodesChange = useCallback((changes: NodeChange[]) => {
    const moved: Record<string, Place> = {};
    const measured: Record<string, Size> = {};
    for (const change of changes) {
      if (change.type === "dimensions" && change.dimensions) measured[change.id] = change.dimensions;
      else if (change.type === "position" && change.position) {
        const at = change.position;
        if (change.dragging) setDragged((known) => ({ ...known, [change.id]: at }));
        else moved[change.id] = at;
      } else if (change.type === "select" && change.selected) {
        setEdgePicked("");
        pick({ node: change.id });
      }
    }
    if (Object.keys(measured).length > 0) setSizes((known) => ({ ...known, ...measured }));
    if (Object.keys(moved).length > 0) move(moved, () => setDragged({}));
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    for (const change of changes) if (change.type === "select") setEdgePicked(change.selected ? change.id : "");
  }, []);

  const onConnect = useCallback((made: Connection) => wire(made.source, made.sourceHandle ?? "", made.target), []);
  const onReconnect = useCallback((old: Edge, made: Connection) => {
    if (old.source === made.source && old.sourceHandle === made.sourceHandle)
      return wire(made.source, made.sourceHandle ?? "", made.target);
    act({ do: "unwire", node: old.source, outcome: old.sourceHandle ?? "" }, strings.did.rewire, "rewire");
    wire(made.source, made.sourceHandle ?? "", made.target, "rewire");
  }, []);

  const onConnectStart = useCallback(() => setDrawing(true), []);
  /** The whole card takes a wire; one that is dropped on empty paper asks what step should be there. */
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, connection: FinalConnectionState) => {
      setDrawing(false);
      const from = connection.fromHandle;
      if (connection.isValid || !from || from.type !== "source" || from.id == null) return;
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      if (!point) return;
      const card = cardAt(point);
      if (card !== "") return wire(from.nodeId, from.id, card);
      const at = screenToFlowPosition({ x: point.clientX, y: point.clientY });
      useNewStep.setState({ open: true, at, from: { node: from.nodeId, outcome: from.id } });
    },
    [screenToFlowPosition],
  );

  const onReconnectEnd = useCallback((event: MouseEvent | TouchEvent, old: Edge, _: unknown, connection: FinalConnectionState) => {
    setDrawing(false);
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    const card = point && !connection.isValid ? cardAt(point) : "";
    if (card !== "" && card !== old.target) wire(old.source, old.sourceHandle ?? "", card);
  }, []);

  const onDelete = useCallback((gone: { nodes: Node[]; edges: Edge[] }) => {
    const wires = gone.edges.map((edge) => ({ node: edge.source, outcome: edge.sourceHandle ?? "" }));
    const names = gone.nodes.map((node) => node.id);
    act({ do: "remove", nodes: names, wires }, names.length > 0 ? strings.did.remove(names.length) : strings.did.unwire);
    pick(null);
    announce(names.length > 0 ? strings.did.remove(names.length) : strings.did.unwire);
  }, []);

  const onPaneClick = useCallback(() => {
    setEdgePicked("");
    pick(null);
  }, []);

  return {
    nodes,
    edges,
    drawing,
    dragging: Object.keys(dragged).length > 0,
    onNodesChange,
    onEdgesChange,
    onConnect,
    onReconnect,
    onConnectStart,
    onConnectEnd,
    onReconnectStart: onConnectStart,
    onReconnectEnd,
    onDelete,
    onPaneClick,
    isValidConnection,
    onKeyDown,
  };
}

/** The card under the pointer, which holds the wire that is drawn; "" on empty paper. */
function cardAt(point: { clientX: number; clientY: number }): string {
  const under = document.elementFromPoint(point.clientX, point.clientY)?.closest(".react-flow__node");
  return under?.getAttribute("data-id") ?? "";
}

/** A way out may lead to any step, its own included; nothing may lead to nothing. */
function isValidConnection(made: Connection | Edge): boolean {
  return Boolean(made.sourceHandle) && Boolean(made.target);
}

function wire(node: string, outcome: string, to: string, together = ""): void {
  const flow = currentFlow()?.history.doc.flow;
  act({ do: "wire", node, outcome, to }, strings.did.wire, together);
  announce(strings.did.wired(outcome.replaceAll("_", " "), titleOf(to, flow?.nodes[to])));
}

function move(places: Record<string, Place>, done: () => void): void {
  const known = currentFlow()?.history.doc.layout.nodes ?? {};
  const really = Object.entries(places).filter(
    ([id, at]) => Math.abs((known[id]?.x ?? 0) - at.x) >= 1 || Math.abs((known[id]?.y ?? 0) - at.y) >= 1,
  );
  if (really.length > 0)
    act({ do: "move", places: Object.fromEntries(really) }, strings.did.move, `move ${Object.keys(places).join()}`);
  done();
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key === "Escape") closeForm();
}
