import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useStore,
  type NodeTypes,
  type EdgeTypes,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { strings } from "../../app/strings";
import { useEditing, useOpen } from "../editing";
import { Card } from "./card";
import { Corner } from "./corner";
import { useCanvas } from "./use_canvas";
import { Wire } from "./wire";
import { NewStep } from "./new_step";

const NODES: NodeTypes = { card: Card };
const EDGES: EdgeTypes = { wire: Wire };
const CONNECTION_STYLE = { stroke: "var(--now)", strokeWidth: 2.4 };

export function Canvas() {
  return (
    <ReactFlowProvider>
      <Board />
    </ReactFlowProvider>
  );
}

function Board() {
  const current = useEditing((state) => state.current);
  const loading = useEditing((state) => state.loading);
  const problem = useEditing((state) => state.problem);
  const title = useOpen((open) => open.history.doc.flow.title, "");
  const canvas = useCanvas();
  const far = useStore((state) => state.transform[2] < FAR);
  return (
    <div
      className={far ? "canvas canvas-far" : "canvas"}
      role="region"
      aria-label={strings.canvas.region(title)}
      onKeyDown={canvas.onKeyDown}
    >
      <ReactFlow
        key={current}
        nodes={canvas.nodes}
        edges={canvas.edges}
        nodeTypes={NODES}
        edgeTypes={EDGES}
        onNodesChange={canvas.onNodesChange}
        onEdgesChange={canvas.onEdgesChange}
        onConnect={canvas.onConnect}
        onConnectEnd={canvas.onConnectEnd}
        onReconnect={canvas.onReconnect}
        onDelete={canvas.onDelete}
        onPaneClick={canvas.onPaneClick}
        isValidConnection={canvas.isValidConnection}
        deleteKeyCode={["Delete", "Backspace"]}
        connectionLineStyle={CONNECTION_STYLE}
        connectionRadius={28}
        minZoom={0.15}
        maxZoom={1.6}
        fitView
        fitViewOptions={FIT}
        onlyRenderVisibleElements={canvas.nodes.length > 300}
        zoomOnDoubleClick={false}
        proOptions={PRO}
        ariaLabelConfig={strings.canvas.aria}
      >
        <Background variant={BackgroundVariant.Dots} gap={18} size={1.4} />
        <Corner />
      </ReactFlow>
      <NewStep />
      {!current && !loading && <p className="canvas-word">{problem || strings.canvas.nothing}</p>}
      {loading && !current && <p className="canvas-word">{strings.loading}</p>}
      {current && problem && (
        <p className="canvas-word canvas-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

const FAR = 0.5;
const FIT = { padding: 0.12, maxZoom: 1 };
const PRO = { hideAttribution: true };
