import type { AgentView, LineEntry, QueueView } from "../../api/floor_types";
import { floorStrings as words } from "../../app/floor_strings";
import { strings } from "../../app/strings";
import { Meter } from "../../ui";
import { centerTitle, nameOf, skillTitle } from "../session";
import { clock } from "./derive";
import { pick, useFloor } from "./store";

interface Props {
  queue: QueueView;
  agents: readonly AgentView[];
  elapsedS: number;
  endS: number;
}

const HEADS = [words.position, words.caller, words.waited, words.asked, words.step, words.priority, words.state];

/** Who waits in this queue, in the order in which they are served. */
export function LineTable({ queue, agents, elapsedS, endS }: Props) {
  const all = Math.max(queue.waiting, queue.line.length);
  return (
    <section aria-label={words.line(queue.title)} className="floor-section">
      <h2>
        {words.line(queue.title)}{" "}
        {queue.line.length < all && <span className="hint">{words.lineFirst(queue.line.length, all)}</span>}
      </h2>
      {queue.line.length === 0 && <p className="floor-empty">{words.emptyLine}</p>}
      {queue.line.length > 0 && (
        <table className="floor-table line-table">
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
            {queue.line.map((entry) => (
              <Row key={entry.dialogue} entry={entry} center={queue.name} agents={agents} elapsedS={elapsedS} endS={endS} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface RowProps {
  entry: LineEntry;
  center: string;
  agents: readonly AgentView[];
  elapsedS: number;
  endS: number;
}

function Row({ entry, center, agents, elapsedS, endS }: RowProps) {
  const picked = useFloor((state) => state.picked?.kind === "dialogue" && state.picked.id === entry.dialogue);
  const waitedS = entry.waited_s + elapsedS;
  const asked = Object.entries(entry.requirements);
  const rings = entry.agent ? (agents.find((known) => known.agent === entry.agent)?.name ?? nameOf(entry.agent)) : "";
  return (
    <tr className={picked ? "row-picked" : ""}>
      <td className="figure">{entry.position}</td>
      <th scope="row">
        <button type="button" className="pick" aria-pressed={picked} onClick={() => pick({ kind: "dialogue", id: entry.dialogue })}>
          {strings.channels[entry.channel] ?? entry.channel} {entry.dialogue.slice(-6)}
        </button>
        {entry.home && entry.home !== center && <span className="figure-more">{words.overflow(centerTitle(entry.home))}</span>}
      </th>
      <td className="waited">
        <span className="figure">{clock(waitedS)}</span>
        <Meter share={waitedS / endS} />
      </td>
      <td>
        {asked.length === 0
          ? words.anyone
          : asked.map(([skill, level]) => words.skill(skillTitle(center, skill), level)).join(", ")}
      </td>
      <td className="figure">{entry.step}</td>
      <td className="figure">{entry.priority}</td>
      <td>{rings ? words.ringsAt(rings) : (words.lineStates[entry.state] ?? entry.state.replaceAll("_", " "))}</td>
    </tr>
  );
}
