import { BaseEdge, EdgeLabelRenderer, getBezierPath, useStore, type EdgeProps, type ReactFlowState } from "@xyflow/react";
import { memo, useCallback } from "react";
import { useTaken, useUntested, useWent } from "./overlay";
import { dashesOf } from "./dashes";
import { canvasStrings } from "../../app/canvas_strings";
import { useMayEdit } from "../editing";
import { askForStep, usePaper } from "../palette";

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
  const untested = useUntested(source, outcome);
  const over = usePaper((state) => state.over === id);
  const back = targetX < sourceX + 10;
  const lowest = useStore(
    useCallback((state: ReactFlowState) => (back ? Math.max(bottom(state, source), bottom(state, target)) : 0), [back, source, target]),
  );
  const floor = Math.max(lowest, sourceY, targetY) + 26;
  const [path, labelX, labelY] = back
    ? ([under(sourceX, sourceY, targetX, targetY, floor), (sourceX + targetX) / 2, floor] as const)
    : getBezierPath({ ...props, sourceX, curvature: 0.32 });
  const className = [
    "wire",
    data?.["exception"] ? "wire-exception" : "",
    lit ? "wire-lit" : "",
    selected ? "wire-picked" : "",
    over ? "wire-over" : "",
    untested ? "wire-untested" : "",
  ].join(" ");
  const length = back ? Math.abs(targetX - sourceX) + 2 * floor - sourceY - targetY : Math.hypot(targetX - sourceX, targetY - sourceY);
  const style = { ...dashesOf(length, untested), ...(taken === null ? {} : { strokeWidth: WIDTH * taken + THIN }) };
  return (
    <>
      <BaseEdge path={path} className={className} interactionWidth={16} style={style} />
      <path className={`${className} wire-tip`} d={`M${targetX - 1} ${targetY}l-8 -4.5v9z`} />
      {selected && <Insert node={source} outcome={outcome} x={labelX} y={labelY} />}
    </>
  );
});

/** The + on the picked wire: a step here. */
function Insert({ node, outcome, x, y }: { node: string; outcome: string; x: number; y: number }) {
  const mayEdit = useMayEdit();
  if (!mayEdit) return null;
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        className="wire-insert nodrag nopan"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        aria-label={canvasStrings.insert(outcome.replaceAll("_", " "))}
        onClick={() => askForStep({ on: { node, outcome } })}
      >
        +
      </button>
    </EdgeLabelRenderer>
  );
}

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
