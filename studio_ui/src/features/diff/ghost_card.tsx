import { BaseEdge, getBezierPath, Handle, Position, type EdgeProps, type NodeProps } from "@xyflow/react";
import { Tag } from "./tag";

/** A step that is no more. */
export function GhostCard({ data }: NodeProps) {
  return (
    <div className="ghost">
      <Handle type="target" id="in" position={Position.Left} isConnectable={false} />
      <b>{String(data["title"])}</b>
      <Tag mark="removed" />
      <Handle type="source" id="out" position={Position.Right} isConnectable={false} />
    </div>
  );
}

/** A wire that is no more. */
export function GhostWire(props: EdgeProps) {
  return <BaseEdge path={getBezierPath({ ...props, curvature: 0.32 })[0]} className="wire-ghost" />;
}
