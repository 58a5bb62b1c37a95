import { useEffect, useRef } from "react";
import { deskStrings } from "../../app/desk_strings";
import { centerTitle } from "../session";
import { AsWhom } from "./as_whom";
import { Conversation } from "./conversation";
import { Head, stageWords } from "./head";
import type { Work } from "./reduce";
import { useDesk } from "./store";
import { WrapUp } from "./wrap_up";

/** One piece of work from accept to the end of its wrap-up. */
export function WorkCard({ work }: { work: Work }) {
  const frame = useRef<HTMLElement>(null);
  const refused = useDesk((state) => state.refused[work.reservation]);
  useEffect(() => {
    // What had the focus is gone with the stage before: it stays at the work that the agent has just acted on.
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (lost && useDesk.getState().attended === work.reservation) frame.current?.focus();
  }, [work.stage, work.reservation]);
  return (
    <article
      ref={frame}
      tabIndex={-1}
      className={`work work-${work.stage} ${work.held ? "work-held" : ""}`}
      aria-label={`${stageWords(work)}: ${centerTitle(work.contactCenter)}`}
    >
      <Head work={work} />
      <AsWhom work={work} />
      {work.stage === "accepting" && <p role="status">{deskStrings.connecting}</p>}
      {work.stage === "connected" && <Conversation work={work} />}
      {work.stage === "wrapping" && <WrapUp work={work} />}
      {refused && (
        <p role="alert" className="field-error">
          {refused}
        </p>
      )}
    </article>
  );
}
