import { useEffect, useRef } from "react";
import { traceStrings } from "../../app/trace_strings";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { useEditing } from "../editing";
import { useOthers, useSorted } from "./known";
import { isAll, look, lookFurther, MOST, usePast } from "./past";
import { Filters } from "./past_filters";
import { Row } from "./past_row";
import { useLive } from "./store";

/** What is new in the feed is asked for after so long, and no oftener than this. */
const SOON_MS = 500;
const SELDOM_MS = 3000;

/** The last dialogues of the open flow, those that are on at the top; the newest first. */
export function PastList() {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  useLooking(environment, flow);
  const rows = usePast((state) => state.rows);
  const standing = usePast((state) => state.standing);
  const problem = usePast((state) => state.problem);
  const others = useOthers(rows);
  const all = useSorted(others, rows);
  return (
    <div className="trace-side">
      <Filters />
      {standing === "failed" && (
        <p role="alert" className="field-error trace-word">
          {rows.length > 0 ? traceStrings.listFailed(problem) : problem}
        </p>
      )}
      {standing === "looking" && rows.length === 0 && <p className="hint trace-word">{strings.loading}</p>}
      {standing === "there" && all.length === 0 && <Nothing />}
      <ul className="trace-dialogues" aria-label={traceStrings.dialogues}>
        {all.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      <Further environment={environment} flow={flow} />
    </div>
  );
}

function Nothing() {
  const lookedAt = usePast((state) => state.lookedAt);
  const more = usePast((state) => state.next !== "");
  const any = usePast((state) => isAll(state.wanted));
  const said = any ? traceStrings.noneHere : more ? traceStrings.noneAmong(lookedAt) : traceStrings.noneSuch;
  return <p className="hint trace-word">{said}</p>;
}

/** Asks when the flow or what is wanted changes, and when the feed tells of another dialogue. */
function useLooking(environment: string, flow: string): void {
  const wanted = usePast((state) => state.wanted);
  const turns = useLive((state) => state.turns);
  const standing = useLive((state) => state.standing);
  const last = useRef(0);
  useEffect(() => {
    if (flow) void look(environment, flow);
  }, [environment, flow, wanted]);
  useEffect(() => {
    if (!flow || turns === 0 || standing !== "open") return;
    const wait = Math.max(SOON_MS, last.current + SELDOM_MS - Date.now());
    const timer = window.setTimeout(() => {
      last.current = Date.now();
      void look(environment, flow);
    }, wait);
    return () => clearTimeout(timer);
  }, [environment, flow, turns, standing]);
}

function Further({ environment, flow }: { environment: string; flow: string }) {
  const more = usePast((state) => state.next !== "");
  const rows = usePast((state) => state.rows.length);
  if (!more) return null;
  if (rows >= MOST) return <p className="hint trace-word">{traceStrings.tooMany(rows)}</p>;
  return (
    <Button kind="quiet" onClick={() => void lookFurther(environment, flow)}>
      {traceStrings.further}
    </Button>
  );
}
