import { Suspense, useEffect } from "react";
import { useAsked } from "../../app/address";
import { Panel, useReactFlow } from "@xyflow/react";
import { strings } from "../../app/strings";
import { trafficStrings } from "../../app/traffic_strings";
import { Segments } from "../../ui";
import { Comparing } from "../diff";
import { useEditing } from "../editing";
import { centerTitle, useSession } from "../session";
import { drawable, partsOf, setFollow, shownOf, useLive } from "../trace";
import { triedHere, useTrying } from "../try_it";
import { TrafficChoice } from "../traffic";
import { Legend } from "./legend";
import { openingView, roomAbove } from "./looking";
import { Overview } from "./map";
import { useOverlayChoice } from "./overlay";
import { useOverlayCommands } from "./overlay_commands";
import { PickedBar } from "./picked_bar";
import { useSelection } from "./selection";
import { Tools } from "./tools";
import { READABLE, TOP } from "./view";
import { Zoom } from "./zoom";

const NEAR = 0.82;

/** The canvas's own controls, at its edges. */
export function Corner() {
  const overlay = useOverlayChoice((state) => state.overlay);
  const follow = useLive((state) => state.follow);
  const drawn = useEditing((state) => state.current !== "");
  const compared = useAsked("from") !== "";
  useEffect(() => {
    if (compared) useOverlayChoice.setState({ overlay: "changes" });
  }, [compared]);
  useOverlayCommands();
  useGoTo();
  useRoom(drawn);
  if (!drawn) return null;
  return (
    <>
      <Panel position="top-left" className="canvas-tools">
        <Tools />
        <Segments
          label={strings.canvas.overlay}
          value={overlay}
          options={[
            ["live", strings.canvas.live],
            ["tests", strings.canvas.tests],
            ["traffic", trafficStrings.overlay],
            ["changes", strings.canvas.changes],
            ["plain", strings.canvas.plain],
          ]}
          choose={(chosen) => useOverlayChoice.setState({ overlay: chosen })}
        />
        {overlay === "changes" && (
          <Suspense fallback={null}>
            <Comparing />
          </Suspense>
        )}
        {overlay === "traffic" && <TrafficChoice />}
        {overlay === "live" && (
          <label className="follow">
            <input type="checkbox" checked={follow} onChange={(event) => setFollow(event.target.checked)} /> {strings.canvas.follow}
          </label>
        )}
        <Elsewhere />
      </Panel>
      <PickedBar />
      <Zoom />
      <Legend />
      <Overview />
    </>
  );
}

/** Where the followed dialogue is when that cannot be drawn. */
function Elsewhere() {
  const at = useLive((state) => (shownOf(state)?.state === "ended" ? "" : (shownOf(state)?.at ?? "")));
  const { environment, flow } = partsOf(at);
  const hasFlows = useSession((state) => state.environments.some((known) => known.name === environment && known.flows.length > 0));
  if (at === "" || drawable(environment, flow)) return null;
  const center = centerTitle(environment);
  return (
    <span role="status" className="elsewhere">
      {hasFlows ? strings.canvas.elsewhere(center, flow.replaceAll("_", " ")) : strings.canvas.noFlow(center)}
    </span>
  );
}

/** Before the cards are painted: those that would lie under several rows of tools begin below them. */
function useRoom(drawn: boolean): void {
  const { setViewport, viewportInitialized } = useReactFlow();
  useEffect(() => {
    const view = drawn && viewportInitialized && roomAbove() > TOP ? openingView() : undefined;
    if (view) void setViewport(view);
  }, [drawn, viewportInitialized, setViewport]);
}

/** Brings into sight what was picked elsewhere, and the step where the followed dialogue is. */
function useGoTo(): void {
  const { getNode, setCenter, getViewport } = useReactFlow();
  const current = useEditing((state) => state.current);
  const picked = useEditing((state) => state.pick?.node ?? "");
  const at = useLive((state) => (state.follow ? (shownOf(state)?.at ?? "") : ""));
  const tried = useTrying((state) => triedHere(state, current));
  const target = tried || (at.startsWith(`${current}/`) ? at.slice(current.length + 1) : "");
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
      if (seen && (zoom >= READABLE || useSelection.getState().hand === id)) return;
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
