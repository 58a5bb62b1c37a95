import { Fragment, useState } from "react";
import type { QueueView, ServiceLevel } from "../../api/floor_types";
import { floorStrings as words } from "../../app/floor_strings";
import { Badge, Meter } from "../../ui";
import { useSession } from "../session";
import { clock, found, levelOf, toneOf } from "./derive";
import { Finder, MOST } from "./finder";
import { chooseQueue, useFloor } from "./store";

interface Props {
  queues: readonly QueueView[];
  shown: string;
  elapsedS: number;
  /** The end of the scale of all waits on the page. */
  endS: number;
}

const HEADS = [words.queue, words.waiting, words.oldest, words.estimate, words.level, words.agentsFree];

/** One row for each queue; what is compared down a column is drawn on one scale. */
export function QueueTable({ queues, shown, elapsedS, endS }: Props) {
  const [sought, setSought] = useState("");
  const [onlyWaiting, setOnlyWaiting] = useState(false);
  const most = Math.max(1, ...queues.map((queue) => queue.waiting));
  const candidates = onlyWaiting ? queues.filter((queue) => queue.waiting > 0) : queues;
  const rows = found(candidates, (queue) => queue.title, sought, MOST);
  return (
    <section aria-label={words.queues} className="floor-section">
      <h2>
        {words.queues} <span className="hint">{words.scale(clock(endS))}</span>
      </h2>
      <Finder label={words.findQueue} value={sought} change={setSought} shown={rows.length} all={queues.length}>
        <label>
          <input type="checkbox" checked={onlyWaiting} onChange={(event) => setOnlyWaiting(event.target.checked)} />{" "}
          {words.onlyWaiting}
        </label>
      </Finder>
      {queues.length === 0 && <p className="hint">{words.noQueues}</p>}
      {queues.length > 0 && (
        <table className="floor-table queues">
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((queue) => (
              <QueueRow key={queue.name} queue={queue} chosen={queue.name === shown} most={most} elapsedS={elapsedS} endS={endS} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps {
  queue: QueueView;
  chosen: boolean;
  most: number;
  elapsedS: number;
  endS: number;
}

function QueueRow({ queue, chosen, most, elapsedS, endS }: RowProps) {
  const oldestS = queue.waiting > 0 ? queue.oldest_wait_s + elapsedS : 0;
  const level = useFloor((state) => levelOf(state.today, queue.name));
  const goalPercent = useSession((state) => state.contactCenters.find((known) => known.name === queue.name)?.service_level?.goal);
  return (
    <tr className={chosen ? "row-chosen" : ""}>
      <th scope="row">
        <button type="button" className="pick" aria-pressed={chosen} title={words.showLine(queue.title)} onClick={() => chooseQueue(queue.name)}>
          {queue.title}
        </button>
        {!queue.enabled && <Badge tone="calm">{words.disabled}</Badge>}
      </th>
      <td>
        <span className="figure">{queue.waiting}</span>
        <Meter share={queue.waiting / most} tone="calm" />
      </td>
      <td>
        {queue.waiting > 0 ? <span className="figure">{clock(oldestS)}</span> : <span className="figure figure-none">{words.nobody}</span>}
        <Meter share={oldestS / endS} />
      </td>
      <td>
        <Estimate queue={queue} endS={endS} />
      </td>
      <td>
        <Level level={level} goalPercent={goalPercent} />
      </td>
      <td>
        <span className="figure">{words.ofStaffed(queue.agents_available, queue.agents_staffed)}</span>
        <Meter
          share={queue.agents_staffed > 0 ? queue.agents_available / queue.agents_staffed : 0}
          tone={queue.agents_available > 0 ? "good" : "calm"}
        />
      </td>
    </tr>
  );
}

/** The mean as the bar, what nine in ten do not exceed as the mark. */
function Estimate({ queue, endS }: { queue: QueueView; endS: number }) {
  const mean = queue.estimated_wait_s;
  const p90 = queue.estimated_p90_s ?? null;
  if (mean === null || mean === 0) {
    return (
      <>
        <span className="figure figure-none">{mean === null ? words.unknown : words.noWait}</span>
        <Meter share={0} />
      </>
    );
  }
  return (
    <>
      <span className="figure">{clock(mean)}</span>
      {p90 !== null && <span className="figure-more">{words.mostly(clock(p90))}</span>}
      <Meter share={mean / endS} mark={p90 === null ? undefined : p90 / endS} />
    </>
  );
}

const formulaSaid = (formula: string): string => formula.replaceAll(/\w+/g, (term) => words.terms[term] ?? term);

/** By its named formula, against the goal where there is one. */
function Level({ level, goalPercent }: { level: ServiceLevel | undefined; goalPercent: number | undefined }) {
  if (!level) return <span className="figure figure-none">{words.noReport}</span>;
  const { value, formula, within_s } = level;
  const goal = goalPercent === undefined ? undefined : goalPercent / 100;
  return (
    <>
      {value === null ? (
        <span className="figure figure-none">{words.noLevel}</span>
      ) : (
        <span className="figure">{words.percent(100 * value)}</span>
      )}
      <span className="figure-more">{words.levelTerms(within_s, goalPercent)}</span>
      <Meter share={value ?? 0} tone={toneOf(value, goal)} mark={goal} />
      <code className="formula">
        {formulaSaid(formula).split("/").map((part, place) => (
          <Fragment key={part}>
            {place > 0 && <>/<wbr /></>}
            {part}
          </Fragment>
        ))}
      </code>
    </>
  );
}
