import { deskStrings } from "../../app/desk_strings";
import { centerTitle } from "../session";
import type { Work } from "./reduce";

export const stageWords = (work: Work): string =>
  work.held ? deskStrings.held : (deskStrings.stages[work.stage] ?? work.stage);

/** How far it is, as whom to answer, and who calls. */
export function Head({ work }: { work: Work }) {
  const caller = [deskStrings.channels[work.channel] ?? work.channel, work.caller].filter(Boolean).join(" · ");
  return (
    <header>
      <span className="work-stage">{stageWords(work)}</span>
      <b>{centerTitle(work.contactCenter)}</b>
      {work.home !== work.contactCenter && (
        <span className="work-home">{deskStrings.overflowed(centerTitle(work.home))}</span>
      )}
      <span className="work-caller">{caller}</span>
    </header>
  );
}
