import type { AgentWhy } from "../../api/floor_types";
import { whySaid } from "../../api/said";
import { floorStrings as words } from "../../app/floor_strings";
import { deskStrings } from "../../app/desk_strings";
import { centerTitle } from "../session";

/** What keeps work away from this agent, and from whom in the lines of the own contact centers. */
export function WhyOfAgent({ why }: { why: AgentWhy }) {
  const reasons = why.reasons ?? [];
  return (
    <>
      <p className="why-place">{deskStrings.states[why.state] ?? why.state.replaceAll("_", " ")}</p>
      <h3>{words.noWork}</h3>
      {reasons.length === 0 && <p>{words.nothingKeeps}</p>}
      <ul className="why-list">
        {reasons.map((reason) => (
          <li key={reason}>{whySaid(reason)}</li>
        ))}
      </ul>
      {why.waiting.length > 0 && (
        <>
          <h3>{words.lines}</h3>
          <ul className="why-list">
            {why.waiting.map((row) => (
              <li key={row.dialogue}>
                <b>
                  {centerTitle(row.contact_center)} {row.dialogue.slice(-6)}
                </b>{" "}
                {row.reasons.map(whySaid).join("; ") || words.wouldGet}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
