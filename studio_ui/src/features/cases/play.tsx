import { useEffect, useRef } from "react";
import { findingSaid, playSaid } from "../../api/said";
import { casesStrings } from "../../app/cases_strings";
import type { CaseFailure } from "../../api/types";
import type { Json } from "../../document/json";
import { learnTitles, stepTitle, useKnownTitles } from "../trace";

/** The failure as a play; the line where expectation and run part stands out by a sign and a colour. */
export function Play({ failure }: { failure: CaseFailure }) {
  const shown = (value: Json | undefined) => (typeof value === "string" ? value : JSON.stringify(value));
  const frame = useRef<HTMLDivElement>(null);
  useKnownTitles();
  useEffect(() => {
    learnTitles((failure.play ?? []).map((line) => line.name || line.who).filter((who) => who.split("/").length === 3));
    const wrong = frame.current?.querySelector<HTMLElement>(".play-differs");
    if (frame.current && wrong) frame.current.scrollTop = wrong.offsetTop - frame.current.offsetTop - 60;
  }, [failure]);
  return (
    <div className="play" tabIndex={0} role="group" aria-label={casesStrings.play} ref={frame}>
      {(failure.play ?? []).map((line, place) => (
        <p key={place} className={line.differs ? "play-differs" : ""}>
          <span className="play-who">
            {line.differs ? "▸ " : ""}
            {speaker(line.name || line.who)}
          </span>{" "}
          {playSaid(line.who, line.text)}
        </p>
      ))}
      {(failure.findings ?? []).map(findingSaid).map((finding) => (
        <p key={finding.path}>
          {finding.path}: {finding.message}
        </p>
      ))}
      {failure.expected !== undefined && (
        <p className="play-differs">{casesStrings.expected(failure.step, shown(failure.expected))}</p>
      )}
      {failure.got !== undefined && <p>{casesStrings.got(shown(failure.got))}</p>}
    </div>
  );
}

/** A step speaks under its title. */
function speaker(who: string): string {
  return who.split("/").length === 3 ? stepTitle(who) : (casesStrings.speakers[who] ?? who.replaceAll("_", " "));
}
