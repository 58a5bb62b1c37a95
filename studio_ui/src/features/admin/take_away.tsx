import { useEffect } from "react";
import { recordsStrings } from "../../app/records_strings";
import { strings } from "../../app/strings";
import type { JsonObject } from "../../document/json";
import { Button, Dialog } from "../../ui";
import { countUnder, takeAway, useLook } from "./counting";
import { daysOf, goneBefore, shortened } from "./kept_for";
import { dayOf, titleOf, WhatGoes } from "./what_goes";

/** What is old enough goes now: counted first, and told when it is gone. */
export function TakeAway({ doc, close }: { doc: JsonObject; close: () => void }) {
  const words = recordsStrings.retention;
  const counted = useLook();
  const gone = useLook();
  useEffect(() => void counted.begin(() => countUnder(null)), []);
  const something = counted.look.is === "done" && Object.keys(counted.look.counts).length > 0;
  const actions = (
    <>
      <Button onClick={close}>{gone.look.is === "done" ? strings.close : strings.cancel}</Button>
      {gone.look.is !== "done" && (
        <Button kind="danger" disabled={!something} off={gone.look.is === "on"} onClick={() => void gone.begin(takeAway)}>
          {words.takeAwayNow}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={words.takeAwayTitle} close={close} closeLabel={strings.close} actions={actions}>
      {gone.look.is === "none" || gone.look.is === "failed" ? (
        <>
          <p>{words.forGood}</p>
          <WhatGoes look={counted.look} doc={doc} />
        </>
      ) : null}
      {gone.look.is !== "none" && <WhatGoes look={gone.look} doc={doc} went />}
    </Dialog>
  );
}

/** Asked before less is kept: what is kept less long, and what goes with that. */
export function KeepLess({ stored, doc, close, save }: { stored: JsonObject; doc: JsonObject; close: () => void; save: () => void }) {
  const words = recordsStrings.retention;
  const { look, begin } = useLook();
  useEffect(() => void begin(() => countUnder((doc["retention"] ?? {}) as JsonObject)), []);
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="danger" disabled={look.is === "on" || look.is === "none"} onClick={save}>
        {words.less.go}
      </Button>
    </>
  );
  return (
    <Dialog title={words.less.title} close={close} closeLabel={strings.close} actions={actions}>
      <ul className="kept-less">
        {shortened(stored, doc).map((kept) => (
          <li key={kept.counted}>
            {words.less.class(titleOf(kept), daysOf(stored, kept), daysOf(doc, kept), dayOf(goneBefore(daysOf(doc, kept), Date.now())))}
          </li>
        ))}
      </ul>
      <WhatGoes look={look} doc={doc} />
      <p>{words.less.when}</p>
    </Dialog>
  );
}
