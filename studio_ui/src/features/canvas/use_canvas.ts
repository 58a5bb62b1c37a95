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
import { useCallback, useRef, useState, type KeyboardEvent } from "react";
import type { Doc, Place } from "../../document/flow";
import { closeForm, currentFlow, useDoc } from "../editing";
import { showOver, usePaper } from "../palette";
import { useEdges, useNodes } from "./drawn";
import { commitMove, mayTake, mayTakeOne, withMembers } from "./moving";
import { wireAt } from "./paper_places";
import { removeThings } from "./removing";
import { endOf, select, usePickedElsewhere, useSelection } from "./selection";
import type { Size } from "./view";
import { connect, dropEnd, dropWire, isValidConnection, reconnect, useDrawing } from "./wiring";

const NONE: Doc = { flow: { format: 1, title: "", start: "", nodes: {}, wires: {} }, layout: { format: 1, nodes: {} } };
const STILL: Record<string, Place> = {};

export function useCanvas() {
  const doc = useDoc((known) => known, NONE);
  const picked = useSelection((state) => state.ids);
  const pickedWire = useSelection((state) => state.wire);
  const [sizes, setSizes] = useState<Record<string, Size>>({});
  const [dragged, setDragged] = useState<Record<string, Place>>(STILL);
  const drawing = useDrawing((state) => state.from);
  const { screenToFlowPosition } = useReactFlow();
  usePickedElsewhere();
  const nodes = useNodes({ doc, sizes, dragged, picked });
  const edges = useEdges(doc, pickedWire);
  const known = useRef(sizes);
  known.current = sizes;

  const onNodesChange = useCallback((changes: NodeChange[]) => {
    const { dragging, moved, measured, chosen } = sorted(changes);
    if (measured) setSizes((before) => ({ ...before, ...measured }));
    if (chosen) choose(chosen);
    const now = currentFlow()?.history.doc;
    if (dragging && now) setDragged((before) => ({ ...before, ...withMembers(now, dragging, known.current) }));
    if (moved && now) {
      commitMove(withMembers(now, moved, known.current), endOf(usePaper.getState().over));
      showOver(null);
      setDragged(STILL);
    }
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange[]) => {
    const chosen = changes.filter((change) => change.type === "select");
    const wire = chosen.length === 1 && chosen[0]?.selected ? chosen[0].id : "";
    if (wire) select([], wire);
    else if (chosen.some((change) => !change.selected)) useSelection.setState({ wire: "" });
  }, []);

  /** While a single step is dragged, the wire that would take it says so. */
  const onNodeDrag = useCallback((event: MouseEvent | TouchEvent | React.MouseEvent, node: Node, all: Node[]) => {
    const now = currentFlow()?.history.doc;
    const point = "touches" in event ? event.touches[0] : event;
    const on = now && point && all.length === 1 && mayTakeOne(now, node.id) ? wireAt(point) : null;
    showOver(now && on && mayTake(now, node.id, on) ? on : null);
  }, []);

  const onConnect = useCallback((made: Connection) => connect(made.source, made.sourceHandle ?? "", made.target), []);
  const onConnectStart = useCallback(
    (_: unknown, from: { nodeId: string | null }) => draw(from.nodeId ?? ""),
    [],
  );
  const onReconnectStart = useCallback((_: unknown, edge: Edge) => draw(edge.source), []);
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, connection: FinalConnectionState) => {
      draw("");
      dropWire(event, connection, screenToFlowPosition);
    },
    [screenToFlowPosition],
  );
  const onReconnectEnd = useCallback((event: MouseEvent | TouchEvent, old: Edge, _: unknown, connection: FinalConnectionState) => {
    draw("");
    dropEnd(event, old, connection);
  }, []);
  const onPaneClick = useCallback(() => select([]), []);
  /** One of several that are picked is picked alone by a plain click; the library would leave all of them. */
  const onNodeClick = useCallback((event: React.MouseEvent, node: Node) => {
    const adds = event.shiftKey || event.ctrlKey || event.metaKey;
    if (!adds && useSelection.getState().ids.size > 1) select([node.id]);
  }, []);

  return {
    nodes,
    edges,
    drawing,
    dragging: dragged !== STILL,
    onNodesChange,
    onEdgesChange,
    onNodeDrag,
    onConnect,
    onReconnect: reconnect,
    onConnectStart,
    onConnectEnd,
    onReconnectStart,
    onReconnectEnd,
    onDelete,
    onPaneClick,
    onNodeClick,
    isValidConnection,
    onKeyDown,
  };
}

const draw = (from: string): void => useDrawing.setState({ from });

interface Sorted {
  dragging?: Record<string, Place>;
  moved?: Record<string, Place>;
  measured?: Record<string, Size>;
  chosen?: Record<string, boolean>;
}

function sorted(changes: readonly NodeChange[]): Sorted {
  const found: Sorted = {};
  for (const change of changes) {
    if (change.type === "dimensions" && change.dimensions) (found.measured ??= {})[change.id] = change.dimensions;
    else if (change.type === "select") (found.chosen ??= {})[change.id] = change.selected;
    else if (change.type === "position" && change.position) {
      // Moves by keyboard come with `dragging: false` and never with a drag's end.
      if (change.dragging) (found.dragging ??= {})[change.id] = change.position;
      else (found.moved ??= {})[change.id] = change.position;
    }
  }
  return found;
}

function choose(chosen: Readonly<Record<string, boolean>>): void {
  const next = new Set(useSelection.getState().ids);
  for (const [id, selected] of Object.entries(chosen)) {
    if (selected) useSelection.setState({ hand: id });
    if (selected) next.add(id);
    else next.delete(id);
  }
  select(next);
}

function onDelete(gone: { nodes: Node[]; edges: Edge[] }): void {
  const ids = new Set(gone.nodes.map((node) => node.id));
  const wires = gone.edges.filter((edge) => !ids.has(edge.source) && !ids.has(edge.target));
  removeThings(ids, ids.size > 0 ? [] : wires.map((edge) => ({ node: edge.source, outcome: edge.sourceHandle ?? "" })));
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  select([]);
  closeForm();
}
