import { useEffect, useRef, useState } from "react";
import { deskStrings } from "../../app/desk_strings";
import { Button, Field, mayTakeFocus, Segments, toast } from "../../ui";
import { centerTitle, nameOf } from "../session";
import { EMPTY, orderOf, type Asked, type Kind } from "./hand_order";
import { AgentChoice, CenterChoice, SkillChoice } from "./hand_targets";
import type { Work } from "./reduce";
import { useDesk } from "./store";
import { transfer } from "./work_acts";

const KINDS: readonly (readonly [Kind, string])[] = [
  ["contact_center", deskStrings.hand.kinds.contact_center],
  ["agent", deskStrings.hand.kinds.agent],
  ["number", deskStrings.hand.kinds.number],
];

/** Hands the caller on and is done: to a line, to somebody, or to a number. A refusal stands below and changes nothing. */
export function HandOver({ work, close }: { work: Work; close: () => void }) {
  const words = deskStrings.hand;
  const form = useRef<HTMLFormElement>(null);
  const [asked, setAsked] = useState<Asked>(EMPTY);
  const [missing, setMissing] = useState(false);
  const targets = useDesk((state) => state.me?.transfer);
  const change = (part: Partial<Asked>) => {
    setMissing(false);
    setAsked((before) => ({ ...before, ...part }));
  };
  useEffect(() => {
    if (mayTakeFocus(form.current?.closest("article"))) form.current?.querySelector<HTMLElement>("button, select")?.focus();
  }, []);
  const go = async () => {
    const order = orderOf(asked);
    if (!order) return setMissing(true);
    if (await transfer(work, order)) toast(words.done(toWhom(asked)));
  };
  return (
    <form
      ref={form}
      className="hand-over"
      aria-label={words.title}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <Segments label={words.to} value={asked.kind} options={KINDS} choose={(kind) => change({ kind })} />
      {asked.kind === "contact_center" && (
        <>
          <CenterChoice targets={targets} value={asked.center} choose={(center) => change({ center, skills: {} })} />
          <SkillChoice center={asked.center} skills={asked.skills} change={(skills) => change({ skills })} />
        </>
      )}
      {asked.kind === "agent" && <AgentChoice targets={targets} value={asked.agent} choose={(agent) => change({ agent })} />}
      {asked.kind === "number" && (
        <Field label={words.number} hint={words.numberHint}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              type="tel"
              value={asked.number}
              onChange={(event) => change({ number: event.target.value })}
            />
          )}
        </Field>
      )}
      {asked.kind !== "number" && (
        <label className="hand-keep" title={words.keepAgeHint}>
          <input type="checkbox" checked={asked.keepAge} onChange={(event) => change({ keepAge: event.target.checked })} />
          {words.keepAge}
        </label>
      )}
      {missing && (
        <p role="alert" className="field-error">
          {words.missing}
        </p>
      )}
      <div className="row-of-buttons">
        <Button type="submit" kind="main">
          {words.go}
        </Button>
        <Button onClick={close}>{words.cancel}</Button>
      </div>
    </form>
  );
}

function toWhom(asked: Asked): string {
  if (asked.kind === "agent") return nameOf(asked.agent);
  return asked.kind === "number" ? asked.number.trim() : centerTitle(asked.center);
}
