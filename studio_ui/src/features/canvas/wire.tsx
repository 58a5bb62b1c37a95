import { BaseEdge, getBezierPath, useStore, type EdgeProps, type ReactFlowState } from "@xyflow/react";
import { memo, useCallback } from "react";
import { useTaken, useWent } from "./overlay";

/** The jack that is seen is smaller than the one that a pointer finds. */
const JACK = 7;

/** With traffic, a wire that all dialogues take is this wide; one that nobody takes is a thread. */
const WIDTH = 7;
const THIN = 0.8;

/** Wires run left to right; one that goes back runs under the cards. */
export const Wire = memo(function Wire(props: EdgeProps) {
  const { id, source, target, sourceY, targetX, targetY, selected, data } = props;
  const sourceX = props.sourceX - JACK;
  const outcome = id.slice(source.length + 1);
  const lit = useWent(source, outcome);
  const taken = useTaken(source, outcome);
  const back = targetX < sourceX + 10;
  const lowest = useStore(
    useCallback((state: ReactFlowState) => (back ? Math.max(bottom(state, source), bottom(state, target)) : 0), [back, source, target]),
  );
  const path = back
    ? under(sourceX, sourceY, targetX, targetY, Math.max(lowest, sourceY, targetY) + 26)
    : getBezierPath({ ...props, sourceX, curvature: 0.32 })[0];
  const className = [
    "wire",
    data?.["exception"] ? "wire-exception" : "",
    lit ? "wire-lit" : "",
    selected ? "wire-picked" : "",
  ].join(" ");
  return (
    <>
      <BaseEdge path={path} className={className} interactionWidth={16} {...(taken === null ? {} : { style: { strokeWidth: WIDTH * taken + THIN } })} />
      <path className={`${className} wire-tip`} d={`M${targetX - 1} ${targetY}l-8 -4.5v9z`} />
    </>
  );
});

function bottom(state: ReactFlowState, id: string): number {
  const node = state.nodeLookup.get(id);
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
