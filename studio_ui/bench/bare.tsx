/** The canvas library by itself with the graph of graph.json: what the editor is measured against. */

import { ReactFlow, type Edge, type Node } from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { createRoot } from "react-dom/client";

const { nodes, edges } = (await (await fetch("graph.json")).json()) as { nodes: Node[]; edges: Edge[] };
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(<ReactFlow defaultNodes={nodes} defaultEdges={edges} minZoom={0.1} proOptions={{ hideAttribution: true }} />);
}
