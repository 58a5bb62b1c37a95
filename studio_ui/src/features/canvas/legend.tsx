import { Panel } from "@xyflow/react";
import { canvasStrings as words } from "../../app/canvas_strings";
import { usePaper } from "../palette";
import { useOverlayChoice } from "./overlay";

/** What the strokes of the wires mean, as long as there is room for saying it. */
export function Legend() {
  const overlay = useOverlayChoice((state) => state.overlay);
  const column = usePaper((state) => state.column);
  if (!column || overlay === "traffic" || overlay === "changes") return null;
  const lines: [string, string][] = [
    ["wire", words.legend.outcome],
    ["wire wire-exception", words.legend.exception],
  ];
  if (overlay === "tests") lines.push(["wire wire-untested", words.legend.untested], ["wire wire-lit", words.legend.chosen]);
  if (overlay === "live") lines.push(["wire wire-lit", words.legend.live]);
  return (
    <Panel position="bottom-center" className="legend">
      <ul aria-label={words.legend.label}>
        {lines.map(([look, says]) => (
          <li key={says}>
            <svg viewBox="0 0 30 8" aria-hidden="true">
              <path className={`react-flow__edge-path ${look}`} d="M1 4h28" />
            </svg>
            {says}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
