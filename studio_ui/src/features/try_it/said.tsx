import { useEffect, useRef } from "react";
import { playSaid } from "../../api/said";
import { tryStrings } from "../../app/try_strings";
import { centerTitle } from "../session";
import { useEditing } from "../editing";
import { triedHere, useTrying } from "./trying";

/** How the dialogue stands, and what time it is there. */
export function Standing() {
  const sight = useTrying((state) => state.sight);
  const busy = useTrying((state) => state.busy);
  const here = useTrying((state) => triedHere(state, state.of));
  const current = useEditing((state) => state.current);
  if (!sight) return null;
  const [environment = "", flow = "", node = ""] = (sight.at[0] ?? "").split("/");
  const elsewhere = sight.at.length > 0 && `${environment}/${flow}` !== current;
  return (
    <div className="try-standing" role="status">
      <b>{sight.ended ? tryStrings.ended(sight.ended.reason, sight.ended.by) : tryStrings.status(sight.status)}</b>
      <time dateTime={sight.now}>{clockOf(sight.now)}</time>
      {sight.queue && <span>{tryStrings.inQueue(centerTitle(sight.queue.contact_center), sight.queue.position)}</span>}
      {elsewhere && !here.endsWith(`/${node}`) && (
        <span>{tryStrings.elsewhere(`${centerTitle(environment)} / ${flow.replaceAll("_", " ")}`, node.replaceAll("_", " "))}</span>
      )}
      {busy && <span className="unseen">{tryStrings.working}</span>}
    </div>
  );
}

/** `Mon 2 Mar, 10:00:05`, as the clock there shows it. */
export function clockOf(moment: string): string {
  const local = new Date(`${moment.slice(0, 19)}Z`);
  return local.toLocaleString(document.documentElement.lang || "en", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
    timeZone: "UTC",
  });
}

export function Said() {
  const lines = useTrying((state) => state.sight?.lines);
  const frame = useRef<HTMLDivElement>(null);
  const count = lines?.length ?? 0;
  useEffect(() => {
    if (frame.current) frame.current.scrollTop = frame.current.scrollHeight;
  }, [count]);
  return (
    <div className="transcript try-said" role="log" aria-label={tryStrings.transcript} tabIndex={0} ref={frame}>
      {lines?.map((line, place) => (
        <p key={place} className={`line ${LOOKS[line.who] ?? "line-note"} ${line.text.startsWith("→") ? "try-way" : ""}`}>
          <b className="unseen">{tryStrings.said[line.who]}: </b>
          {line.text.startsWith("→") && line.name ? `${shortOf(line.name)} ` : ""}
          {playSaid(line.who, line.text)}
        </p>
      ))}
    </div>
  );
}

const LOOKS: Record<string, string> = { caller: "line-caller", flow: "line-flow", agent: "line-agent" };
const shortOf = (node: string): string => (node.split("/").at(-1) ?? node).replaceAll("_", " ");
