import { BaseEdge, getBezierPath, useInternalNode, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { useOverlay } from "./overlay";

/** The jack that is seen is smaller than the one that a pointer finds. */
const JACK = 7;

/** Wires run left to right; one that goes back runs under the cards. */
export const Wire = memo(function Wire(props: EdgeProps) {
  const { id, source, target, sourceY, targetX, targetY, selected, data } = props;
  const sourceX = props.sourceX - JACK;
  const from = useInternalNode(source);
  const to = useInternalNode(target);
  const outcome = id.slice(source.length + 1);
  const lit = useOverlay((view) => view.went(source, outcome));
  const back = targetX < sourceX + 10;
  const [ahead] = getBezierPath({ ...props, sourceX, curvature: 0.32 });
  const floor = Math.max(bottom(from), bottom(to), sourceY, targetY) + 26;
  const path = back ? under(sourceX, sourceY, targetX, targetY, floor) : ahead;
  const className = [
    "wire",
    data?.["exception"] ? "wire-exception" : "",
    lit ? "wire-lit" : "",
    selected ? "wire-picked" : "",
  ].join(" ");
  return (
    <>
      <BaseEdge path={path} className={className} interactionWidth={16} />
      <path className={`${className} wire-tip`} d={`M${targetX - 1} ${targetY}l-8 -4.5v9z`} />
    </>
  );
});

function bottom(node: ReturnType<typeof useInternalNode>): number {
  return node ? node.internals.positionAbsolute.y + (node.measured.height ?? 0) : 0;
}

function under(x1: number, y1: number, x2: number, y2: number, floor: number): string {
  const [right, left, r] = [x1 + 22, x2 - 26, 14];
  return [
    `M${x1} ${y1}C${x1 + 14} ${y1} ${right} ${y1} ${right} ${y1 + r}`,
    `L${right} ${floor - r}Q${right} ${floor} ${right - r} ${floor}`,
    `L${left + r} ${floor}Q${left} ${floor} ${left} ${floor - r}`,
    `L${left} ${y2 + r}Q${left} ${y2} ${left + r} ${y2}L${x2} ${y2}`,
  ].join("");
}
