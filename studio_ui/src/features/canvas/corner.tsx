import { MiniMap, Panel, useReactFlow, useViewport } from "@xyflow/react";
import { useEffect } from "react";
import { strings } from "../../app/strings";
import { layered } from "../../document/layered";
import { Segments } from "../../ui";
import { act, currentFlow, useDoc, useEditing } from "../editing";
import { useNewStep } from "../palette";
import { centerTitle, useSession } from "../session";
import { drawable, partsOf, setFollow, useLive } from "../trace";
import { useOverlayChoice } from "./overlay";

const READABLE = 0.5;
const NEAR = 0.72;

/** The canvas's own controls, at its edges. */
export function Corner() {
  const overlay = useOverlayChoice((state) => state.overlay);
  const follow = useLive((state) => state.follow);
  const count = useDoc((doc) => Object.keys(doc.flow.nodes).length, 0);
  useGoTo();
  return (
    <>
      <Panel position="top-left" className="canvas-tools">
        <button
          type="button"
          className="button button-plain"
          onClick={() => useNewStep.setState({ open: true, at: null, from: null })}
        >
          {strings.palette.add}
        </button>
        <Segments
          label={strings.canvas.overlay}
          value={overlay}
          options={[
            ["live", strings.canvas.live],
            ["tests", strings.canvas.tests],
            ["plain", strings.canvas.plain],
          ]}
          choose={(chosen) => useOverlayChoice.setState({ overlay: chosen })}
        />
        <label className="follow">
          <input type="checkbox" checked={follow} onChange={(event) => setFollow(event.target.checked)} /> {strings.canvas.follow}
        </label>
        <Elsewhere />
      </Panel>
      <Zoom />
      {count > 0 && (
        <MiniMap
          position="bottom-right"
          pannable
          zoomable
          ariaLabel={strings.canvas.map}
          className="map"
          nodeClassName={nodeClass}
        />
      )}
    </>
  );
}

/** Where the followed dialogue is when that cannot be drawn. */
function Elsewhere() {
  const at = useLive((state) => (state.dialogues[state.followed]?.state === "ended" ? "" : (state.dialogues[state.followed]?.at ?? "")));
  const { environment, flow } = partsOf(at);
  if (at === "" || drawable(environment, flow)) return null;
  return (
    <span role="status" className="elsewhere">
      {strings.canvas.elsewhere(centerTitle(environment), flow.replaceAll("_", " "))}
    </span>
  );
}

function nodeClass(node: { id: string }): string {
  const type = currentFlow()?.history.doc.flow.nodes[node.id]?.type ?? "";
  return `family-${(useSession.getState().palette[type]?.group ?? "End").toLowerCase()}`;
}

function Zoom() {
  const { zoomIn, zoomOut, zoomTo, fitView } = useReactFlow();
  const { zoom } = useViewport();
  const tidy = () => {
    const doc = currentFlow()?.history.doc;
    if (!doc) return;
    act({ do: "move", places: layered(doc.flow, useSession.getState().palette) }, strings.did.tidy);
    window.setTimeout(() => void fitView({ padding: 0.12, maxZoom: 1 }), 60);
  };
  return (
    <Panel position="bottom-left">
      <span className="segments" role="group" aria-label={strings.canvas.zoom}>
        <button type="button" aria-label={strings.canvas.zoomOut} onClick={() => void zoomOut()}>
          −
        </button>
        <button type="button" title={strings.canvas.zoomReset} onClick={() => void zoomTo(1)}>
          {Math.round(zoom * 100)}%
        </button>
        <button type="button" aria-label={strings.canvas.zoomIn} onClick={() => void zoomIn()}>
          +
        </button>
        <button type="button" onClick={() => void fitView({ padding: 0.12, maxZoom: 1 })}>
          {strings.canvas.fit}
        </button>
        <button type="button" onClick={tidy}>
          {strings.canvas.tidy}
        </button>
      </span>
    </Panel>
  );
}

/** Brings into sight what was picked elsewhere, and the step where the followed dialogue is. */
function useGoTo(): void {
  const { getNode, setCenter, getViewport } = useReactFlow();
  const current = useEditing((state) => state.current);
  const picked = useEditing((state) => state.pick?.node ?? "");
  const at = useLive((state) => (state.follow ? (state.dialogues[state.followed]?.at ?? "") : ""));
  const target = at.startsWith(`${current}/`) ? at.slice(current.length + 1) : "";
  useEffect(() => {
    const show = (id: string) => {
      const node = getNode(id);
      const pane = document.querySelector(".canvas .react-flow")?.getBoundingClientRect();
      if (!node || !pane) return;
      const { x, y, zoom } = getViewport();
      const [width, height] = [node.measured?.width ?? 210, node.measured?.height ?? 120];
      const left = node.position.x * zoom + x;
      const top = node.position.y * zoom + y;
      const seen = left >= 8 && top >= 44 && left + width * zoom <= pane.width - 8 && top + height * zoom <= pane.height - 56;
      if (seen && zoom >= READABLE) return;
      void setCenter(node.position.x + width / 2, node.position.y + height / 2, {
        zoom: Math.max(zoom, NEAR),
        duration: calm() ? 0 : 150,
      });
    };
    const id = window.setTimeout(() => show(picked || target), 60);
    return () => window.clearTimeout(id);
  }, [picked, target, current, getNode, setCenter, getViewport]);
}

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
