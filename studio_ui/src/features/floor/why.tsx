import { useEffect, useRef } from "react";
import { floorStrings as words } from "../../app/floor_strings";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { nameOf } from "../session";
import { pick, useFloor, type Picked } from "./store";
import { WhyOfAgent } from "./why_agent";
import { WhyOfDialogue } from "./why_dialogue";

/** Beside the tables, always in its place: why this dialogue waits, or why this agent gets what they get. */
export function WhyAside() {
  const picked = useFloor((state) => state.picked);
  const answer = useFloor((state) => state.answer);
  return (
    <aside className="floor-why" aria-label={words.why}>
      {picked === null ? (
        <p className="hint">{words.whyNothing}</p>
      ) : (
        <>
          <Head picked={picked} />
          {answer === null && <p className="hint">{strings.loading}</p>}
          {answer === "gone" && <p>{words.whyGone}</p>}
          {answer !== null && answer !== "gone" && answer.kind === "dialogue" && <WhyOfDialogue why={answer.why} />}
          {answer !== null && answer !== "gone" && answer.kind === "agent" && <WhyOfAgent why={answer.why} />}
        </>
      )}
    </aside>
  );
}

function Head({ picked }: { picked: Picked }) {
  const title = useRef<HTMLHeadingElement>(null);
  const name = useFloor((state) => state.view?.agents.find((agent) => agent.agent === picked.id)?.name);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current = document.activeElement;
    title.current?.focus();
  }, [picked]);
  const close = () => {
    pick(null);
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  return (
    <header className="why-head">
      <h2 ref={title} tabIndex={-1}>
        {picked.kind === "dialogue" ? words.whyDialogue(picked.id.slice(-6)) : words.whyAgent(name || nameOf(picked.id))}
      </h2>
      <Button kind="quiet" aria-label={words.close} onClick={close}>
        ✕
      </Button>
    </header>
  );
}
