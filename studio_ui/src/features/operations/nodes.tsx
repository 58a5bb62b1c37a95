import { useState } from "react";
import type { CellSeen, NodeRow, NodeSeen } from "../../api/operations";
import { operationsStrings as words } from "../../app/operations_strings";
import { Badge, Button, Meter, type Tone } from "../../ui";
import { age, letters, stateOf } from "./derive";
import { Drain } from "./drain";
import { figure } from "./figure";
import { OwnerMark } from "./owner_mark";
import { resume } from "./store";

const TONES: Record<string, Tone> = { up: "good", draining: "now", empty: "calm", resting: "care", silent: "wrong" };

interface Props {
  cell: CellSeen;
  figures: Readonly<Record<string, NodeSeen | null>>;
  emptied: Readonly<Record<string, number>>;
}

/** Every node of the cell, what it does, and the button that empties it. */
export function NodeTable({ cell, figures, emptied }: Props) {
  const [asked, setAsked] = useState("");
  const owners = letters(cell);
  return (
    <section className="operations-section" aria-labelledby="operations-nodes">
      <h2 id="operations-nodes">{words.nodes}</h2>
      {cell.nodes.length === 1 && <p className="hint">{words.single}</p>}
      <div className="operations-wide" tabIndex={0} role="group" aria-labelledby="operations-nodes">
        <table className="operations-table">
          <thead>
            <tr>
              {[words.node, words.state, words.shards, words.perSecond, words.waiting, words.dialogues, words.seen, words.version].map(
                (title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ),
              )}
              <td />
            </tr>
          </thead>
          <tbody>
            {cell.nodes.map((row) => (
              <Row
                key={row.node}
                row={row}
                seen={figures[row.node] ?? null}
                had={emptied[row.node]}
                letter={owners.get(row.node) ?? ""}
                place={[...owners.keys()].indexOf(row.node)}
                answers={row.node === cell.node}
                empty={() => setAsked(row.node)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {asked && <Drain cell={cell} node={asked} close={() => setAsked("")} />}
    </section>
  );
}

interface RowProps {
  row: NodeRow;
  seen: NodeSeen | null;
  had: number | undefined;
  letter: string;
  place: number;
  answers: boolean;
  empty: () => void;
}

function Row({ row, seen, had, letter, place, answers, empty }: RowProps) {
  const state = stateOf(row);
  const [when, ...of] = age(row.silent_ms);
  const ago = when === "justNow" ? words.justNow : words.ago(words[when](of[0] ?? 0));
  const known = (value: number | undefined) => (value === undefined ? <span className="hint">{words.unknown}</span> : figure(value));
  return (
    <tr>
      <th scope="row">
        <OwnerMark letter={letter} place={place} /> {row.node}
        {answers && <span className="operations-more">{words.answers}</span>}
        {row.address && (
          <span className="operations-more" title={words.address}>
            {row.address}
          </span>
        )}
      </th>
      <td>
        <Badge tone={TONES[state] ?? "calm"}>{words.states[state] ?? state}</Badge>
        {state === "draining" && had !== undefined && <Progress left={row.shards} of={had} />}
        {state === "empty" && <span className="operations-more">{words.isEmpty}</span>}
        {(seen?.not_ready ?? [])
          .filter((reason) => reason.code !== "draining")
          .map((reason) => (
            <span key={reason.code} className="operations-more operations-wrong">
              {reason.detail}
            </span>
          ))}
      </td>
      <td className="figure">{figure(row.shards)}</td>
      <td className="figure">{known(seen?.events_per_s)}</td>
      <td className="figure">{known(seen?.waiting)}</td>
      <td className="figure">{known(seen?.dialogues)}</td>
      <td>{ago}</td>
      <td>{row.version}</td>
      <td className="operations-act">
        {(state === "draining" || state === "empty") && (
          <Button aria-label={words.resume.go(row.node)} onClick={() => void resume(row.node).catch(() => undefined)}>
            {words.resume.short}
          </Button>
        )}
        {(state === "up" || state === "resting") && <Button onClick={empty}>{words.drain.open(row.node)}</Button>}
      </td>
    </tr>
  );
}

function Progress({ left, of }: { left: number; of: number }) {
  return (
    <span className="operations-more">
      {words.left(left, of)}
      <Meter share={of > 0 ? 1 - left / of : 1} />
    </span>
  );
}
