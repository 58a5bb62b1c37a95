import { Suspense, useRef, useState } from "react";
import { deskStrings } from "../../app/desk_strings";
import { strings } from "../../app/strings";
import { Button, later } from "../../ui";
import { Transcript } from "../caller";
import type { Work } from "./reduce";
import { hangUp, hold, lookAround, say, write } from "./work_acts";

const HandOver = later<{ work: Work; close: () => void }>(() =>
  import("./hand_over").then((room) => ({ default: room.HandOver })),
);

export function Conversation({ work }: { work: Work }) {
  const [handing, setHanding] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const written = work.channel !== "voice";
  const close = () => {
    setHanding(false);
    opener.current?.focus();
  };
  return (
    <>
      {written || work.lines.length > 0 ? (
        <Transcript lines={work.lines} label={deskStrings.conversation} empty={deskStrings.noWords} />
      ) : (
        <p className="hint" role="status">
          {work.held ? deskStrings.onHold : deskStrings.talking}
        </p>
      )}
      {written && <Write work={work} />}
      <div className="row-of-buttons">
        {!written && <Button onClick={() => void hold(work, !work.held)}>{work.held ? deskStrings.resume : deskStrings.hold}</Button>}
        <button
          ref={opener}
          type="button"
          className="button button-plain"
          aria-expanded={handing}
          onClick={() => {
            if (!handing) void lookAround();
            setHanding(!handing);
          }}
        >
          {deskStrings.transfer}
        </button>
        <Button kind="danger" onClick={() => void hangUp(work)}>
          {deskStrings.hangUp}
        </Button>
      </div>
      <Suspense fallback={<p className="hint">{strings.loading}</p>}>{handing && <HandOver work={work} close={close} />}</Suspense>
    </>
  );
}

function Write({ work }: { work: Work }) {
  return (
    <form
      className="write"
      onSubmit={(event) => {
        event.preventDefault();
        void say(work);
      }}
    >
      <input
        className="input"
        value={work.draft}
        maxLength={2000}
        onChange={(event) => write(work, { draft: event.target.value })}
        aria-label={deskStrings.sayLabel}
        placeholder={deskStrings.sayLabel}
      />
      <Button type="submit" kind="main">
        {deskStrings.say}
      </Button>
    </form>
  );
}
