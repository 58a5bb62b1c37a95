import { useEffect, useState } from "react";
import { whySaid } from "../../api/said";
import { dialogues } from "../../api/studio";
import type { Why } from "../../api/floor_types";
import { deskStrings } from "../../app/desk_strings";
import { traceStrings } from "../../app/trace_strings";
import { centerTitle, nameOf, useMay } from "../session";
import { useLive } from "./store";

const EVERY_MS = 1000;

/** While the followed dialogue waits: its place, and for every agent why it is not they. */
export function WhyPanel() {
  const followed = useLive((state) => state.followed);
  const state = useLive((live) => live.dialogues[live.followed]?.state ?? "");
  const waits = useMay("read") && (state === "queued" || state === "offered");
  const why = useWhy(followed, waits);
  if (!waits || !why) return null;
  return (
    <section className="why" aria-label={traceStrings.why.title}>
      <h2>{traceStrings.why.waits(centerTitle(why.contact_center))}</h2>
      <p className="why-place" role="status">
        {state === "offered" ? traceStrings.why.ringing : why.position === null ? "" : traceStrings.why.place(why.position, why.waiting)}
      </p>
      <p className="hint">
        {traceStrings.why.waited(Math.round(why.waited_s))}
        {why.estimate_s !== null && why.estimate_s !== undefined && ` ${traceStrings.why.estimate(Math.round(why.estimate_s))}`}
      </p>
      <ul>
        {why.agents.map((agent) => (
          <li key={agent.agent}>
            <b>{agent.name ?? nameOf(agent.agent)}</b>{" "}
            {agent.reasons.length > 0
              ? agent.reasons.map(whySaid).join("; ")
              : agent.able
                ? traceStrings.why.able
                : (deskStrings.states[agent.state] ?? agent.state.replaceAll("_", " "))}
          </li>
        ))}
        {why.agents.length === 0 && <li>{traceStrings.why.nobody}</li>}
      </ul>
      {why.next.length > 0 && (
        <p className="hint">
          {traceStrings.why.next} {why.next.map(whySaid).join("; ")}.
        </p>
      )}
    </section>
  );
}

function useWhy(dialogue: string, waits: boolean): Why | null {
  const [why, setWhy] = useState<{ of: string; why: Why } | null>(null);
  useEffect(() => {
    if (!waits || dialogue === "") return;
    let wanted = true;
    const look = () =>
      dialogues.why(dialogue).then(
        (answer) => wanted && "waiting" in answer && setWhy({ of: dialogue, why: answer }),
        () => undefined, // it has just left the queue; the trace says so in a moment
      );
    void look();
    const timer = window.setInterval(() => void look(), EVERY_MS);
    return () => {
      wanted = false;
      window.clearInterval(timer);
    };
  }, [dialogue, waits]);
  return why?.of === dialogue ? why.why : null;
}
