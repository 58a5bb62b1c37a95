import { useRef } from "react";
import { canvasStrings } from "../../app/canvas_strings";
import { useMayEdit } from "../editing";
import { exportFlow, importFlow } from "./file";

/** The flow as a file, both ways. */
export function FlowFile() {
  const mayEdit = useMayEdit();
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    menu.current?.removeAttribute("open");
    menu.current?.querySelector("summary")?.focus();
  };
  return (
    <details ref={menu} className="flow-file" onKeyDown={(event) => event.key === "Escape" && close()}>
      <summary className="button button-plain">{canvasStrings.file}</summary>
      <div className="flow-file-menu">
        <button
          type="button"
          className="button button-quiet"
          onClick={() => {
            exportFlow();
            close();
          }}
        >
          {canvasStrings.exportFlow}
        </button>
        {mayEdit && (
          <label className="button button-quiet">
            {canvasStrings.importFlow}
            <input
              type="file"
              accept=".json,application/json"
              className="unseen"
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = "";
                close();
                if (file) void importFlow(file);
              }}
            />
          </label>
        )}
      </div>
    </details>
  );
}
