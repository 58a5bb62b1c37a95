import { deskStrings } from "../../app/desk_strings";
import { Button, Meter, useNow } from "../../ui";
import { centerTitle } from "../session";
import { AsWhom } from "./as_whom";
import { Head } from "./head";
import { parted, type Work } from "./reduce";
import { useDesk } from "./store";
import { accept, decline } from "./work_acts";

/** What rings, each with its time; below the conversation, so that nothing moves away under the agent's hands. */
export function Offers() {
  const { ringing } = parted(useDesk((state) => state.work));
  if (ringing.length === 0) return null;
  return (
    <div className="offers" role="group" aria-label={deskStrings.offers}>
      {ringing.map((work) => (
        <Offer key={work.reservation} work={work} />
      ))}
    </div>
  );
}

const LAST_S = 5;

function Offer({ work }: { work: Work }) {
  const now = useNow(250, true);
  const refused = useDesk((state) => state.refused[work.reservation]);
  const leftMs = Math.max(0, work.expiresMs - now);
  const left = Math.min(work.ringS, Math.ceil(leftMs / 1000));
  return (
    <article className="work work-ringing" aria-label={`${deskStrings.stages[work.stage]}: ${centerTitle(work.contactCenter)}`}>
      <Head work={work} />
      <AsWhom work={work} />
      <div className="countdown">
        <Meter share={leftMs / (work.ringS * 1000)} tone={left <= LAST_S ? "wrong" : "now"} />
        <span role="timer" aria-label={deskStrings.timeLeft}>
          {deskStrings.seconds(left)}
        </span>
      </div>
      {refused && (
        <p role="alert" className="field-error">
          {refused}
        </p>
      )}
      <div className="row-of-buttons">
        <Button kind="main" onClick={() => void accept(work)}>
          {deskStrings.accept}
        </Button>
        <Button onClick={() => void decline(work)}>{deskStrings.decline}</Button>
      </div>
    </article>
  );
}
