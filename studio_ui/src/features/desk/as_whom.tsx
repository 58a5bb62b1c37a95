import { deskStrings } from "../../app/desk_strings";
import { skillTitle } from "../session";
import type { Work } from "./reduce";

/** What the agent should know before the first word: what was asked for, how long it took, what the flow says. */
export function AsWhom({ work }: { work: Work }) {
  const waitedS = Math.round(work.waitedMs / 1000);
  return (
    <div className="as-whom" role="group" aria-label={deskStrings.asWhom}>
      {work.whisper && (
        <p className="whisper">
          <span className="unseen">{deskStrings.whisper}: </span>
          {work.whisper}
        </p>
      )}
      <dl className="brief">
        {work.requirements.length > 0 && (
          <div>
            <dt>{deskStrings.skills}</dt>
            <dd>
              {work.requirements
                .map(([skill, level]) => deskStrings.skill(skillTitle(work.contactCenter, skill), level))
                .join(", ")}
            </dd>
          </div>
        )}
        <div>
          <dt>{deskStrings.waited}</dt>
          <dd>{deskStrings.clock(waitedS)}</dd>
        </div>
        {work.shown.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
