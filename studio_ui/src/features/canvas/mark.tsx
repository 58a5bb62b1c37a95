import type { ReactNode } from "react";
import { showDrawer } from "../../app/drawer_store";
import { strings } from "../../app/strings";
import { trafficStrings } from "../../app/traffic_strings";
import { useFlowKey, useHere, wantAt } from "../trace";
import { stepOf, useTraffic } from "../traffic";
import { useOverlayChoice } from "./overlay";

/** What stands on a card's edge: how many dialogues are here now, or how many callers left here; it leads to them. */
export function CardMark({ node }: { node: string }) {
  const overlay = useOverlayChoice((state) => state.overlay);
  if (overlay === "live") return <Here node={node} />;
  return overlay === "traffic" ? <Left node={node} /> : null;
}

function Here({ node }: { node: string }) {
  const here = useHere(node);
  if (here === 0) return null;
  return (
    <Mark className="card-count" said={strings.canvas.hereNow(here)} show={() => wantAt(node, { ended: "live", stopped: true })}>
      ● {here}
    </Mark>
  );
}

function Left({ node }: { node: string }) {
  const flow = useFlowKey();
  const dropped = useTraffic((state) => stepOf(state, flow, node)?.dropped ?? 0);
  if (dropped === 0) return null;
  return (
    <Mark className="card-count card-left" said={trafficStrings.leftHere(dropped)} show={() => wantAt(node, { stopped: true, ended: "dropped" })}>
      {trafficStrings.left(dropped)}
    </Mark>
  );
}

function Mark({ className, said, show, children }: { className: string; said: string; show: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className={`${className} nodrag nopan`}
      aria-label={said}
      title={said}
      onClick={(event) => {
        event.stopPropagation(); // the card is not picked: that would open its form
        show();
        showDrawer("trace");
      }}
    >
      {children}
    </button>
  );
}
