import { strings } from "../../app/strings";
import { skillTitle } from "../session";
import type { Work } from "./reduce";

/** What the agent should know before the first word: what was asked for, how long it took, what the flow says. */
export function AsWhom({ work }: { work: Work }) {
  const waitedS = Math.round(work.waitedMs / 1000);
  return (
    <div className="as-whom" role="group" aria-label={strings.desk.asWhom}>
      {work.whisper && (
        <p className="whisper">
          <span className="unseen">{strings.desk.whisper}: </span>
          {work.whisper}
        </p>
      )}
      <dl className="brief">
        {work.requirements.length > 0 && (
          <div>
            <dt>{strings.desk.skills}</dt>
            <dd>
              {work.requirements
                .map(([skill, level]) => strings.desk.skill(skillTitle(work.contactCenter, skill), level))
                .join(", ")}
            </dd>
          </div>
        )}
        <div>
          <dt>{strings.desk.waited}</dt>
          <dd>{strings.desk.clock(waitedS)}</dd>
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
