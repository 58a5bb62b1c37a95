import { useEffect, useRef } from "react";
import type { ReplayGroup, ReplayReport } from "../../api/replays";
import { ask, useAsked } from "../../app/address";
import { Link } from "../../app/link";
import { replaysStrings as words } from "../../app/replays_strings";
import { Button, Meter } from "../../ui";
import { useMay } from "../session";
import { BothWays } from "./beside";
import { fateSaid } from "./said";
import { shortOf, stepAddress, traceAddress, useDrawn, useFlowOf } from "./place";

const FATES = 4;

/** Dialogues that part at one step in one way: how many, what became of them, and some of them by name. */
export function Group({ report, group }: { report: ReplayReport; group: ReplayGroup }) {
  const { environment, flow, node, count } = group;
  const dialogue = useAsked("dialogue");
  const place = words.place(flow, node);
  const rest = group.fates.slice(FATES).reduce((sum, fate) => sum + fate.count, 0);
  return (
    <section className="replay-group" aria-label={`${place}: ${words.outcome(group.before)} → ${words.outcome(group.now)}`}>
      <div className="replay-where">
        <Place environment={environment} flow={flow} node={node} />
        <span className="replay-ways">
          <span className="row-soft">{words.before}</span> <code>{words.outcome(group.before)}</code>
          <span className="row-soft">{words.now}</span> <code>{words.outcome(group.now)}</code>
        </span>
      </div>
      <div className="replay-bar">
        <Meter share={group.share} tone="care" />
        <b>{words.group(count, group.share)}</b>
      </div>
      {group.rejoins > 0 && <p className="hint">{words.rejoins(group.rejoins)}</p>}
      <ul className="replay-fates" aria-label={words.fates}>
        {group.fates.slice(0, FATES).map((fate) => (
          <li key={[fate.ended_before, fate.queue_before, fate.ended_now, fate.queue_now].join(" ")}>
            <b>{fate.count.toLocaleString()}</b>
            <Meter share={fate.count / count} tone="calm" />
            <span>{fateSaid(fate)}</span>
          </li>
        ))}
        {rest > 0 && (
          <li>
            <b>{rest.toLocaleString()}</b>
            <Meter share={rest / count} tone="calm" />
            <span>{words.moreFates(rest)}</span>
          </li>
        )}
      </ul>
      <ul className="replay-examples" aria-label={words.examples}>
        {group.examples.map((id) => (
          <Example key={id} group={group} id={id} />
        ))}
      </ul>
      {group.examples.includes(dialogue) && (
        <BothWays key={dialogue} report={report} dialogue={dialogue} close={() => ask("dialogue", "")} />
      )}
    </section>
  );
}

function Place({ environment, flow, node }: { environment: string; flow: string; node: string }) {
  const isDrawn = useDrawn()(environment, flow);
  const text = <code>{words.place(`${environment} / ${flow}`, node)}</code>;
  if (!isDrawn) return text;
  return (
    <Link className="link" href={stepAddress(environment, flow, node)}>
      {text}
    </Link>
  );
}

function Example({ group, id }: { group: ReplayGroup; id: string }) {
  const mayEdit = useMay("edit", group.environment);
  const isShown = useAsked("dialogue") === id;
  const flow = useFlowOf(group.environment)(group.flow);
  const row = useRef<HTMLLIElement>(null);
  const wasShown = useRef(false);
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (wasShown.current && !isShown && isLost) row.current?.querySelector("button")?.focus();
    wasShown.current = isShown;
  }, [isShown]);
  return (
    <li ref={row}>
      <code title={id}>{shortOf(id)}</code>
      <Button
        kind="quiet"
        aria-pressed={isShown}
        aria-label={words.compareOf(shortOf(id))}
        disabled={!mayEdit}
        title={mayEdit ? undefined : words.notCompare}
        onClick={() => ask("dialogue", isShown ? "" : id)}
      >
        {words.compare}
      </Button>
      {flow && (
        <Link className="link" href={traceAddress(group.environment, flow, id)} aria-label={words.traceOf(shortOf(id))}>
          {words.trace}
        </Link>
      )}
    </li>
  );
}
