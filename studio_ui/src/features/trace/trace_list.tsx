import { useEffect, useRef } from "react";
import { strings } from "../../app/strings";
import { Badge } from "../../ui";
import { keyOf, openFlow, pick, useEditing } from "../editing";
import { partsOf, type LiveDialogue } from "./reduce";
import { factSentence, isTold } from "./sentences";
import { drawable, follow, useLive } from "./store";
import { learnTitles, useKnownTitles } from "./titles";

/** The dialogues of now on the left; the facts of the followed one, in order, on the right. */
export function TraceList() {
  const dialogues = useLive((state) => state.dialogues);
  const followed = useLive((state) => state.followed);
  const list = Object.values(dialogues).reverse().slice(0, 60);
  if (list.length === 0) return <p className="hint drawer-empty">{strings.trace.none}</p>;
  return (
    <div className="trace">
      <ul className="trace-dialogues" aria-label={strings.trace.dialogues}>
        {list.map((known) => (
          <li key={known.id}>
            <button type="button" aria-pressed={known.id === followed} onClick={() => void follow(known.id)}>
              <b>{known.id.slice(-6)}</b> {strings.channels[known.channel] ?? known.channel} {known.address}
              <ReleaseOf dialogue={known} />
              <Badge tone={known.state === "ended" ? "calm" : "now"}>{strings.states[known.state] ?? known.state}</Badge>
            </button>
          </li>
        ))}
      </ul>
      <Facts />
    </div>
  );
}

/** A dialogue keeps the release by which it entered, whatever was published since. */
function ReleaseOf({ dialogue }: { dialogue: LiveDialogue }) {
  const release = Object.values(dialogue.releases)[0];
  return release ? <span className="row-soft">{strings.trace.onRelease(release)}</span> : null;
}

function Facts() {
  const dialogue = useLive((state) => state.dialogues[state.followed]);
  const frame = useRef<HTMLOListElement>(null);
  const count = dialogue?.rows.length ?? 0;
  useKnownTitles();
  useEffect(() => {
    if (frame.current) frame.current.scrollTop = frame.current.scrollHeight;
    const { followed, dialogues } = useLive.getState();
    const facts = dialogues[followed]?.rows.flatMap((row) => row.facts) ?? [];
    learnTitles(facts.flatMap((fact) => (isPlace(fact[1]) ? [fact[1]] : [])));
  }, [count]);
  if (!dialogue) return <p className="hint drawer-empty">{strings.trace.choose}</p>;
  const start = dialogue.rows[0]?.at_ms ?? 0;
  return (
    <ol className="facts" tabIndex={0} aria-label={strings.trace.facts} ref={frame}>
      {dialogue.rows.filter((row) => row.facts.some(isTold)).map((row, at) => (
        <li key={at}>
          <span className="facts-time">{((row.at_ms - start) / 1000).toFixed(1)} s</span>
          <span>
            {row.facts.filter(isTold).map((fact, place) => {
              const key = isPlace(fact[1]) && isDrawn(fact[1]) ? fact[1] : null;
              const said = factSentence(fact, row.content);
              return key ? (
                <button key={place} type="button" className="fact fact-place" onClick={() => void show(key)}>
                  {said}
                </button>
              ) : (
                <span key={place} className={`fact fact-${fact[0]}`}>
                  {said}
                </span>
              );
            })}
          </span>
        </li>
      ))}
    </ol>
  );
}

function isPlace(value: unknown): value is string {
  return typeof value === "string" && value.split("/").length === 3;
}

function isDrawn(key: string): boolean {
  const { environment, flow } = partsOf(key);
  return drawable(environment, flow);
}

/** The step of a fact, in its flow. */
async function show(key: string): Promise<void> {
  const { environment, flow, node } = partsOf(key);
  if (useEditing.getState().current !== keyOf(environment, flow)) await openFlow(environment, flow);
  pick({ node });
}
