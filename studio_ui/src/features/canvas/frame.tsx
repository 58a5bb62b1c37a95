import { useReactFlow, type NodeProps } from "@xyflow/react";
import { useState, type PointerEvent } from "react";
import { canvasStrings } from "../../app/canvas_strings";
import type { Frame as FrameData } from "../../document/flow";
import { act, useMayEdit } from "../editing";
import { focusWhenSeen, useFresh } from "./fresh";

const MOST = 120;
const LEAST = 80;

/** A titled border. Its title drags it and all that lies in it; its corner makes it larger. */
export function Frame({ id, data, selected }: NodeProps) {
  const frame = data["frame"] as FrameData;
  const mayEdit = useMayEdit();
  const writing = useFresh((state) => state.id === id);
  const write = () => useFresh.setState({ id: mayEdit ? id : "" });
  const [size, resize] = useResize(frame);
  const done = (title: string) => {
    useFresh.setState({ id: "" });
    if (title !== frame.title) act({ do: "frame", frame: { ...frame, title } }, canvasStrings.didFrame);
  };
  return (
    <div className={selected ? "frame frame-picked" : "frame"} style={{ width: size.width, height: size.height }}>
      {writing && mayEdit ? (
        <Writing title={frame.title} done={done} />
      ) : (
        <span className="frame-title" onDoubleClick={write}>
          {frame.title || <i>{canvasStrings.emptyFrame}</i>}
        </span>
      )}
      {selected && mayEdit && !writing && (
        <button type="button" className="link frame-write nodrag" onClick={write}>
          {canvasStrings.rename}
        </button>
      )}
      {mayEdit && <span className="frame-corner nodrag" aria-hidden="true" onPointerDown={resize} />}
    </div>
  );
}

function Writing({ title, done }: { title: string; done: (title: string) => void }) {
  return (
    <input
      className="input frame-writing nodrag nokey"
      aria-label={canvasStrings.frameTitle}
      ref={focusWhenSeen}
      maxLength={MOST}
      defaultValue={title}
      onBlur={(event) => done(event.target.value.trim())}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
}

/** The size while the corner is dragged, and what begins that. */
function useResize(frame: FrameData): [{ width: number; height: number }, (event: PointerEvent<HTMLElement>) => void] {
  const { getZoom } = useReactFlow();
  const [dragged, setDragged] = useState<{ width: number; height: number } | null>(null);
  const begin = (start: PointerEvent<HTMLElement>) => {
    const corner = start.currentTarget;
    const zoom = getZoom();
    const sizeAt = (event: { clientX: number; clientY: number }) => ({
      width: Math.round(Math.max(LEAST, frame.width + (event.clientX - start.clientX) / zoom)),
      height: Math.round(Math.max(LEAST, frame.height + (event.clientY - start.clientY) / zoom)),
    });
    start.stopPropagation();
    corner.setPointerCapture(start.pointerId);
    corner.onpointermove = (event) => setDragged(sizeAt(event));
    corner.onpointerup = (event) => {
      act({ do: "frame", frame: { ...frame, ...sizeAt(event) } }, canvasStrings.didFrame);
      corner.onpointermove = corner.onpointerup = corner.onlostpointercapture = null;
      setDragged(null);
    };
    corner.onlostpointercapture = () => setDragged(null);
  };
  return [dragged ?? frame, begin];
}
