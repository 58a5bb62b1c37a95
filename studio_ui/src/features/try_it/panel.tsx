import { useEffect } from "react";
import { flipSide } from "../../app/side_store";
import { strings } from "../../app/strings";
import { tryStrings } from "../../app/try_strings";
import { Button } from "../../ui";
import { useMayEdit } from "../editing";
import { endTry, followDraft } from "./acts";
import { Agents } from "./agents";
import { CallerChat, CallerPhone } from "./caller_side";
import { Clock } from "./clock";
import { Foot } from "./foot";
import { Missing } from "./missing";
import { SetUp } from "./set_up";
import { Said, Standing } from "./said";
import { useTrying } from "./trying";
import { Values } from "./values";
import "./try.css";

/** Beside the canvas: a caller's phone or chat, an agent's desk and a clock, all for the draft that is on the screen. */
export function TryPanel() {
  const begun = useTrying((state) => state.of !== "" && state.sight !== null);
  const problem = useTrying((state) => state.problem);
  const mayTry = useMayEdit();
  useEffect(followDraft, []);
  useEffect(() => {
    useTrying.setState({ open: true });
    return () => useTrying.setState({ open: false });
  }, []);
  return (
    <aside className="try" aria-label={tryStrings.title}>
      <div className="try-head">
        <h2>{tryStrings.title}</h2>
        <Button kind="quiet" aria-label={tryStrings.close} title={tryStrings.close} onClick={close}>
          ✕
        </Button>
      </div>
      {!mayTry ? <p className="hint">{strings.header.mayNotTry}</p> : begun ? <Walk /> : <SetUp />}
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
    </aside>
  );
}

function Walk() {
  const chat = useTrying((state) => state.sight?.channel === "chat");
  const stale = useTrying((state) => state.stale);
  return (
    <div className={stale ? "try-walk try-stale" : "try-walk"}>
      <Standing />
      <Said />
      <Missing />
      {chat ? <CallerChat /> : <CallerPhone />}
      <Agents />
      <Clock />
      <Values />
      <Foot />
    </div>
  );
}

function close(): void {
  endTry();
  flipSide("try");
}
