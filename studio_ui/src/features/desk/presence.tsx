import { deskStrings } from "../../app/desk_strings";
import { Button, spokenLocale, useNow } from "../../ui";
import { nameOf } from "../session";
import { choiceOf, choices, wordsFor } from "./presence_words";
import { clearNext, nextOf, setPresence, useDesk } from "./store";

const NOBODY = { intent: "offline", reason: "" };

/** What the agent means to do, what comes next, and the way back after an offer rang in vain. */
export function Presence({ agent }: { agent: string }) {
  const me = useDesk((state) => state.me);
  const working = useDesk((state) => Object.values(state.work).some((piece) => piece.stage !== "ringing"));
  const reasons = me?.away_reasons ?? {};
  const meant = me ? { intent: me.intent, reason: me.reason ?? "" } : NOBODY;
  return (
    <>
      <div className="mine">
        <b>{nameOf(agent)}</b>
        <label>
          <span className="unseen">{deskStrings.presence}</span>
          <select
            className="input"
            value={choiceOf(meant)}
            aria-describedby={working ? "presence-afterwards" : undefined}
            onChange={(event) => void setPresence(event.target.value)}
          >
            {choices(me).map((choice) => (
              <option key={choiceOf(choice)} value={choiceOf(choice)}>
                {wordsFor(choice, reasons)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {me?.next_intent ? (
        <Next words={wordsFor(nextOf(me), reasons)} />
      ) : (
        working && (
          <p id="presence-afterwards" className="hint next-status">
            {deskStrings.afterwards}
          </p>
        )
      )}
      <Blocked untilMs={me?.blocked_until_ms ?? 0} />
    </>
  );
}

function Next({ words }: { words: string }) {
  return (
    <p className="next-status">
      <span className="badge badge-care">{deskStrings.next(words)}</span>
      <Button kind="quiet" aria-label={deskStrings.clearNextOf(words)} onClick={() => void clearNext()}>
        {deskStrings.clearNext}
      </Button>
    </p>
  );
}

/** Why nothing rings, until when, and how to end that. */
function Blocked({ untilMs }: { untilMs: number }) {
  const now = useNow(500, untilMs > 0);
  if (untilMs <= now) return null;
  const until = new Date(untilMs).toLocaleTimeString(spokenLocale(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (
    <div className="desk-blocked" role="status">
      <p>{deskStrings.blocked(until)}</p>
      <Button kind="main" aria-label={deskStrings.backHint} onClick={() => void setPresence("available")}>
        {deskStrings.back}
      </Button>
    </div>
  );
}
