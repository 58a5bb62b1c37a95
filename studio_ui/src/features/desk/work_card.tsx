import { useState } from "react";
import { strings } from "../../app/strings";
import { Button, useNow } from "../../ui";
import { Transcript } from "../caller";
import { centerTitle, useSession } from "../session";
import type { Work } from "./reduce";
import { accept, decline, finish, hangUp, say, useDesk } from "./store";

export function WorkCard({ work }: { work: Work }) {
  const title = centerTitle(work.contactCenter);
  return (
    <article className={`work work-${work.stage}`} aria-label={`${strings.desk.stages[work.stage]}: ${title}`}>
      <header>
        <span className="work-stage">{strings.desk.stages[work.stage]}</span>
        <b>{title}</b>
        <span className="work-caller">
          {[strings.desk.channels[work.channel] ?? work.channel, work.caller].filter(Boolean).join(" · ")}
        </span>
      </header>
      <Brief work={work} />
      {work.stage === "ringing" && <Ringing work={work} />}
      {work.stage === "accepting" && <p role="status">{strings.desk.connecting}</p>}
      {work.stage === "connected" && <Conversation work={work} />}
      {work.stage === "wrapping" && <WrapUp work={work} />}
    </article>
  );
}

/** What the flow says of this dialogue, for the agent alone. */
function Brief({ work }: { work: Work }) {
  if (work.whisper === "" && work.shown.length === 0) return null;
  return (
    <dl className="brief" aria-label={strings.desk.whisper}>
      {work.whisper && (
        <>
          <dt className="unseen">{strings.desk.whisper}</dt>
          <dd>{work.whisper}</dd>
        </>
      )}
      {work.shown.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ringing({ work }: { work: Work }) {
  const now = useNow(250, true);
  const busy = useDesk((state) => state.busy);
  const left = Math.max(0, Math.ceil((work.expiresMs - now) / 1000));
  return (
    <>
      <div className="countdown">
        <progress max={work.ringS} value={left} aria-label={strings.desk.timeLeft} />
        <span role="timer">{strings.desk.seconds(left)}</span>
      </div>
      <div className="row-of-buttons">
        <Button kind="main" disabled={busy} onClick={() => void accept(work)}>
          {strings.desk.accept}
        </Button>
        <Button disabled={busy} onClick={() => void decline(work)}>
          {strings.desk.decline}
        </Button>
      </div>
    </>
  );
}

function Conversation({ work }: { work: Work }) {
  const [text, setText] = useState("");
  const busy = useDesk((state) => state.busy);
  const written = work.channel !== "voice";
  return (
    <>
      {written || work.lines.length > 0 ? (
        <Transcript lines={work.lines} label={strings.desk.conversation} empty={strings.desk.noWords} />
      ) : (
        <p className="hint">{strings.desk.talking}</p>
      )}
      {written && (
        <form
          className="write"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() === "") return;
            void say(work, text.trim());
            setText("");
          }}
        >
          <input
            className="input"
            value={text}
            maxLength={2000}
            onChange={(event) => setText(event.target.value)}
            aria-label={strings.desk.sayLabel}
            placeholder={strings.desk.sayLabel}
          />
          <Button type="submit" kind="main">
            {strings.desk.say}
          </Button>
        </form>
      )}
      <Button kind="danger" disabled={busy} onClick={() => void hangUp(work)}>
        {strings.desk.hangUp}
      </Button>
    </>
  );
}

function WrapUp({ work }: { work: Work }) {
  const dispositions = useSession(
    (state) => state.contactCenters.find((center) => center.name === work.contactCenter)?.dispositions,
  );
  const [disposition, setDisposition] = useState("");
  const now = useNow(500, true);
  const left = Math.max(0, Math.ceil((work.wrapUpMs - now) / 1000));
  return (
    <>
      {left > 0 && (
        <p role="timer" className="hint">
          {strings.desk.wrapUpLeft(left)}
        </p>
      )}
      <label hidden={Object.keys(dispositions ?? {}).length === 0}>
        {strings.desk.disposition}
        <select className="input" value={disposition} onChange={(event) => setDisposition(event.target.value)}>
          <option value="">{strings.desk.noDisposition}</option>
          {Object.entries(dispositions ?? {}).map(([key, title]) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <Button kind="main" onClick={() => void finish(work, disposition)}>
        {strings.desk.done}
      </Button>
    </>
  );
}
