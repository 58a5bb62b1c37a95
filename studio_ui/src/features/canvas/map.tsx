import { Panel, useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef, type PointerEvent } from "react";
import { strings } from "../../app/strings";
import type { Flow, Layout } from "../../document/flow";
import { heightOf } from "../../document/layered";
import { useDoc } from "../editing";
import { useSession } from "../session";
import { useTheme } from "../../app/theme";
import { CARD_WIDTH } from "./view";

const WIDTH = 168;
const HEIGHT = 96;
const PAD = 6;

/** The overview: painted once per change of the flow, however many steps it has. A drag moves the view. */
export function Overview() {
  const flow = useDoc<Flow | undefined>((doc) => doc.flow, undefined);
  const layout = useDoc<Layout | undefined>((doc) => doc.layout, undefined);
  const theme = useTheme((state) => state.theme);
  const paper = useRef<HTMLCanvasElement>(null);
  const { setCenter, getZoom } = useReactFlow();
  const boxes = useMemo(() => (flow && layout ? boxesOf(flow, layout) : []), [flow, layout]);
  const frame = useMemo(() => frameOf(boxes), [boxes]);
  useEffect(() => {
    if (paper.current) paint(paper.current, boxes, frame);
  }, [boxes, frame, theme]);
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return;
    const at = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    const x = (event.clientX - at.left - frame.x) / frame.scale;
    void setCenter(x, (event.clientY - at.top - frame.y) / frame.scale, { zoom: getZoom() });
  };
  if (boxes.length === 0) return null;
  return (
    <Panel position="bottom-right" className="map" onPointerDown={go} onPointerMove={go}>
      <canvas ref={paper} width={WIDTH * 2} height={HEIGHT * 2} role="img" aria-label={strings.canvas.map} />
      <Seen frame={frame} />
    </Panel>
  );
}

/** What of the flow is on the screen. */
function Seen({ frame }: { frame: Frame }) {
  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const k = frame.scale / zoom;
  const [left, top] = [frame.x - x * k, frame.y - y * k];
  const style = { transform: `translate(${left}px, ${top}px)`, width: width * k, height: height * k };
  return <div className="map-seen" style={style} />;
}

interface Box {
  x: number;
  y: number;
  height: number;
  group: string;
}

interface Frame {
  scale: number;
  x: number;
  y: number;
}

function boxesOf(flow: Flow, layout: Layout): Box[] {
  const { palette } = useSession.getState();
  return Object.entries(flow.nodes).map(([id, node]) => {
    const at = layout.nodes[id] ?? { x: 0, y: 0 };
    const group = (palette[node.type]?.group ?? "End").toLowerCase();
    return { x: at.x, y: at.y, height: heightOf(flow, id, palette), group };
  });
}

function frameOf(boxes: readonly Box[]): Frame {
  const span = boxes.reduce(
    (sum, box) => ({
      left: Math.min(sum.left, box.x),
      top: Math.min(sum.top, box.y),
      right: Math.max(sum.right, box.x + CARD_WIDTH),
      bottom: Math.max(sum.bottom, box.y + box.height),
    }),
    { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity },
  );
  const [width, height] = [span.right - span.left, span.bottom - span.top];
  const scale = Math.min((WIDTH - 2 * PAD) / width, (HEIGHT - 2 * PAD) / height, 0.12);
  return { scale, x: (WIDTH - width * scale) / 2 - span.left * scale, y: (HEIGHT - height * scale) / 2 - span.top * scale };
}

function paint(paper: HTMLCanvasElement, boxes: readonly Box[], frame: Frame): void {
  const pen = paper.getContext("2d");
  if (!pen) return;
  const style = getComputedStyle(paper);
  pen.setTransform(2, 0, 0, 2, 0, 0);
  pen.clearRect(0, 0, WIDTH, HEIGHT);
  for (const box of boxes) {
    pen.fillStyle = style.getPropertyValue(`--family-${box.group}`);
    const { scale } = frame;
    pen.fillRect(frame.x + box.x * scale, frame.y + box.y * scale, Math.max(1.5, CARD_WIDTH * scale), Math.max(1.5, box.height * scale));
  }
}
