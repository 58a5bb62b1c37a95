import { ReactFlow, ReactFlowProvider, useNodesInitialized, useStore, type EdgeTypes, type NodeTypes } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import "./canvas_things.css";
import { useEffect, useMemo, useState } from "react";
import { strings } from "../../app/strings";
import { GhostCard, GhostWire, useGhosts } from "../diff";
import { openAgain, useEditing, useMayEdit, useOpen } from "../editing";
import { useOffer } from "../commands";
import { useMay, useSession } from "../session";
import { Link } from "../../app/link";
import { Button, isDrawn } from "../../ui";
import { Card } from "./card";
import { Frame } from "./frame";
import { Note } from "./note";
import { Corner } from "./corner";
import { useClipboard } from "./clipboard";
import { PAPER } from "./keys";
import { openingView } from "./looking";
import { useMarquee } from "./marquee";
import { NewStep } from "./new_step";
import { Paper } from "./paper";
import { useOverlayChoice } from "./overlay";
import { useCanvas } from "./use_canvas";
import { onCardKey, WALKING } from "./walk";
import { CULLED, FAR, type Size } from "./view";
import { Wire } from "./wire";

const EDGES: EdgeTypes = { wire: Wire, ghost: GhostWire };
const NODES: NodeTypes = { card: Card, ghost: GhostCard, note: Note, frame: Frame };
const CONNECTION_STYLE = { stroke: "var(--now)", strokeWidth: 2.4 };
const DELETE = ["Delete", "Backspace"];
const SEVERAL = ["Shift", "Control", "Meta"];
/** Always the same elements, so that a drag does not draw them again with each of its frames. */
const AROUND = (
  <>
    <Paper />
    <Corner />
  </>
);
const PRO = { hideAttribution: true };

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Board />
    </ReactFlowProvider>
  );
}

function Board() {
  const current = useEditing((state) => state.current);
  const title = useOpen((open) => open.history.doc.flow.title, "");
  const [pane, setPane] = useState<Size | null>(null);
  return (
    <div
      className="canvas-frame"
      role="region"
      aria-label={strings.canvas.region(title)}
      ref={(frame) => {
        if (frame && !pane) setPane({ width: frame.clientWidth, height: frame.clientHeight });
      }}
    >
      {pane && <Drawing key={current} current={current} />}
      <NewStep />
      <Word />
    </div>
  );
}

/** One flow on paper. It begins anew with each flow, so that each opens where its author would look first. */
function Drawing({ current }: { current: string }) {
  const canvas = useCanvas();
  const gone = useGhosts(useOverlayChoice((state) => state.overlay === "changes"));
  useOffer("canvas cards", WALKING);
  const marquee = useMarquee((state) => state.on);
  useOffer("paper", PAPER);
  useClipboard();
  const mayEdit = useMayEdit();
  const far = useStore((state) => state.transform[2] < FAR);
  const view = useMemo(openingView, [current]);
  const className = ["canvas", far ? "canvas-far" : "", canvas.drawing ? "canvas-drawing" : "", canvas.dragging ? "canvas-dragging" : ""];
  return (
    <div className={className.join(" ")} onKeyDownCapture={onCardKey} onKeyDown={canvas.onKeyDown}>
      <ReactFlow
        nodes={gone.nodes.length > 0 ? [...canvas.nodes, ...gone.nodes] : canvas.nodes}
        edges={gone.edges.length > 0 ? [...canvas.edges, ...gone.edges] : canvas.edges}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        onNodesChange={canvas.onNodesChange}
        onNodeDrag={canvas.onNodeDrag}
        onEdgesChange={canvas.onEdgesChange}
        onConnect={canvas.onConnect}
        onConnectStart={canvas.onConnectStart}
        onConnectEnd={canvas.onConnectEnd}
        onReconnect={canvas.onReconnect}
        onReconnectStart={canvas.onReconnectStart}
        onReconnectEnd={canvas.onReconnectEnd}
        onDelete={canvas.onDelete}
        onPaneClick={canvas.onPaneClick}
        onNodeClick={canvas.onNodeClick}
        isValidConnection={canvas.isValidConnection}
        nodesDraggable={mayEdit}
        edgesReconnectable={mayEdit}
        deleteKeyCode={mayEdit ? DELETE : null}
        multiSelectionKeyCode={SEVERAL}
        elevateNodesOnSelect={false}
        connectionLineStyle={CONNECTION_STYLE}
        selectionOnDrag={marquee}
        panOnDrag={!marquee}
        connectionRadius={28}
        minZoom={0.1}
        maxZoom={1.6}
        {...(view ? { defaultViewport: view } : {})}
        onlyRenderVisibleElements={canvas.nodes.length > CULLED}
        zoomOnDoubleClick={false}
        proOptions={PRO}
        ariaLabelConfig={strings.canvas.aria}
      >
        {AROUND}
        <First awaited={canvas.nodes.length > 0} />
      </ReactFlow>
    </div>
  );
}

/** Tells the rest of the page that the first cards are painted, or that there are none to come. */
function First({ awaited }: { awaited: boolean }) {
  const measured = useNodesInitialized();
  const empty = useEditing((state) => !awaited && (state.problem !== "" || (state.current !== "" && !state.loading)));
  useEffect(() => {
    if (measured || empty) requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(isDrawn)));
  }, [measured, empty]);
  return null;
}

/** What is said on the paper itself: nothing to draw, still loading, a problem. */
function Word() {
  const current = useEditing((state) => state.current);
  const loading = useEditing((state) => state.loading);
  const problem = useEditing((state) => state.problem);
  const failed = useEditing((state) => state.failed);
  const reads = useMay("read");
  const any = useSession((state) => state.environments.some((place) => place.flows.length > 0));
  if (loading && !current) {
    return (
      <p className="canvas-word" role="status">
        {strings.loading}
      </p>
    );
  }
  if (!current && failed) {
    return (
      <div className="canvas-word" role="alert">
        <p>{problem}</p>
        <Button onClick={openAgain}>{strings.again}</Button>
      </div>
    );
  }
  if (!current && reads && !any) {
    return (
      <div className="canvas-word">
        <p>{strings.canvas.none}</p>
        <Link className="link" href="/studio">
          {strings.canvas.first}
        </Link>
      </div>
    );
  }
  if (!current) return <p className="canvas-word">{reads ? strings.canvas.nothing : strings.canvas.notForRole}</p>;
  if (!problem) return null;
  return (
    <p className="canvas-word canvas-problem" role="alert">
      {problem}
    </p>
  );
}
