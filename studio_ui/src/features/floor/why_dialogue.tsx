import type { Coming, Why } from "../../api/floor_types";
import { whySaid } from "../../api/said";
import { floorStrings as words } from "../../app/floor_strings";
import { deskStrings } from "../../app/desk_strings";
import { traceStrings } from "../../app/trace_strings";
import { centerTitle, nameOf } from "../session";
import { clock } from "./derive";

/** The server's own sentences: where it stands, what comes, and for every agent why it is not they. */
export function WhyOfDialogue({ why }: { why: Why }) {
  return (
    <>
      <p className="why-place">{standing(why)}</p>
      {why.state !== "connected" && (
        <>
          <p>
            {words.waited} {clock(why.waited_s)}. {whySaid(why.step?.sentence ?? "")}
          </p>
          {why.estimate && <p>{whySaid(why.estimate.sentence)}</p>}
        </>
      )}
      <Timeline coming={why.timeline ?? why.next.map((sentence) => ({ in_s: null, sentence }))} />
      {why.agents.length > 0 && (
        <>
          <h3>{words.whoCould}</h3>
          <ul className="why-list">
            {why.agents.map((agent) => (
              <li key={agent.agent}>
                <b>{agent.name ?? nameOf(agent.agent)}</b> {agent.reasons.map(whySaid).join("; ") || (agent.able ? words.couldNow : (deskStrings.states[agent.state] ?? agent.state))}
              </li>
            ))}
          </ul>
          {(why.more_agents ?? 0) > 0 && <p className="hint">{words.moreAgents(why.more_agents ?? 0)}</p>}
        </>
      )}
      {why.agents.length === 0 && why.state === "queued" && <p>{traceStrings.why.nobody}</p>}
    </>
  );
}

function standing(why: Why): string {
  if (why.state === "connected") return words.connected;
  if (why.state === "offered") return words.offered;
  return words.place(why.position ?? 0, Math.max(why.waiting, why.position ?? 0), centerTitle(why.contact_center));
}

/** Soonest first; what has no time is true now. */
function Timeline({ coming }: { coming: readonly Coming[] }) {
  if (coming.length === 0) return null;
  return (
    <>
      <h3>{words.coming}</h3>
      <ol className="timeline">
        {coming.map(({ in_s, sentence }) => (
          <li key={sentence} className={in_s === null ? "timeline-now" : ""}>
            <span className="timeline-time">{in_s === null ? words.now : words.inTime(clock(in_s))}</span>
            <span>{whySaid(sentence)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
