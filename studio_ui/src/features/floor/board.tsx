import { floorStrings as words } from "../../app/floor_strings";
import { strings } from "../../app/strings";
import { Button, useNow } from "../../ui";
import { AgentTable } from "./agents";
import { shownQueue, waitScale } from "./derive";
import { LineTable } from "./line";
import { QueueTable } from "./queues";
import { lookAgain, useFloor } from "./store";
import { WhyAside } from "./why";

const TICK_MS = 1000;

/** Queues, the line of one of them, the agents, and why; or the one sentence that there is to say. */
export function FloorBoard() {
  const standing = useFloor((state) => state.standing);
  const problem = useFloor((state) => state.problem);
  if (standing === "loading") {
    return (
      <p className="hint floor-word" role="status">
        {strings.loading}
      </p>
    );
  }
  if (standing === "refused" || standing === "failed") {
    return (
      <div className="floor-word" role="alert">
        <h2>{standing === "refused" ? words.refused : words.failed}</h2>
        <p>{problem}</p>
        {standing === "failed" && <Button onClick={() => void lookAgain()}>{strings.again}</Button>}
      </div>
    );
  }
  return <Live />;
}

function Live() {
  const view = useFloor((state) => state.view);
  const cameMs = useFloor((state) => state.cameMs);
  const stale = useFloor((state) => state.stale);
  const chosen = useFloor((state) => state.queue);
  const now = useNow(TICK_MS, !stale);
  if (!view) return null;
  const elapsedS = Math.max(0, now - cameMs) / 1000;
  const shown = shownQueue(view, chosen);
  const endS = waitScale(view.contact_centers, elapsedS);
  return (
    <div className="floor-board">
      <div className="floor-tables">
        {/* Always there, so that nothing moves when it speaks. */}
        <p className="floor-stale" role="status">
          {stale ? words.stale : ""}
        </p>
        <QueueTable queues={view.contact_centers} shown={shown?.name ?? ""} elapsedS={elapsedS} endS={endS} />
        {shown && <LineTable queue={shown} agents={view.agents} elapsedS={elapsedS} endS={endS} />}
        <AgentTable agents={view.agents} atMs={view.at_ms + elapsedS * 1000} />
      </div>
      <WhyAside />
    </div>
  );
}
