import { Suspense } from "react";
import { Inspector } from "../features/inspector";
import { pick, useEditing } from "../features/editing";
import { Outline } from "../features/outline";
import { Button, focusSoon } from "../ui";
import { commandStrings as words } from "./command_strings";
import { strings } from "./strings";
import { studioStrings } from "./studio_strings";

/** Where a canvas has no room, the flow is a list; a step that is chosen shows its form instead. */
export function FlowList() {
  const picked = useEditing((state) => state.pick?.node ?? "");
  const loading = useEditing((state) => state.loading !== "" && state.current === "");
  const problem = useEditing((state) => state.problem);
  const back = () => {
    pick(null);
    focusSoon(() => document.querySelector<HTMLElement>(`[data-item="${CSS.escape(picked)}"]`));
  };
  if (loading) return <p className="page-word">{strings.loading}</p>;
  return (
    <div className="flow-list">
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      <Suspense fallback={<p className="hint">{strings.loading}</p>}>
        {picked === "" ? (
          <>
            <p className="flow-list-hint">{studioStrings.narrow}</p>
            <Outline />
          </>
        ) : (
          <>
            <Button kind="quiet" className="flow-list-back" onClick={back}>
              {words.outline.back}
            </Button>
            <Inspector />
          </>
        )}
      </Suspense>
    </div>
  );
}
