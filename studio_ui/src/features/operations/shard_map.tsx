import { useRef, useState, type KeyboardEvent } from "react";
import type { CellSeen, ShardSeen } from "../../api/operations";
import { operationsStrings as words } from "../../app/operations_strings";
import { Button } from "../../ui";
import { cells, COLUMNS, letters, others, step } from "./derive";
import { figure } from "./figure";
import { OwnerMark, ownerClass } from "./owner_mark";
import { release } from "./store";

/** All 256 shards by owner: colour and letter, a dashed edge for what is on its way, a dotted one for what nobody has. */
export function ShardMap({ cell }: { cell: CellSeen }) {
  const [chosen, setChosen] = useState(() => cell.shards[0]?.shard ?? 0);
  const grid = useRef<HTMLDivElement>(null);
  const owners = letters(cell);
  const all = cells(cell);
  const onKey = (event: KeyboardEvent) => {
    const next = step(chosen, event.key);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
    grid.current?.querySelectorAll<HTMLElement>("[role=gridcell]")[next]?.focus();
  };
  return (
    <section className="operations-section" aria-labelledby="operations-map">
      <h2 id="operations-map">{words.map.title}</h2>
      <p className="hint">{words.map.lead}</p>
      <div className="shard-map" role="grid" aria-label={words.map.grid} ref={grid} onKeyDown={onKey}>
        {Array.from({ length: all.length / COLUMNS }, (_, row) => (
          <div role="row" key={row}>
            {all.slice(row * COLUMNS, (row + 1) * COLUMNS).map((shard, column) => {
              const place = row * COLUMNS + column;
              return (
                <Square
                  key={place}
                  place={place}
                  shard={shard}
                  letter={owners.get(shard?.owner ?? "") ?? ""}
                  colour={ownerClass([...owners.keys()].indexOf(shard?.owner ?? ""))}
                  chosen={place === chosen}
                  choose={() => setChosen(place)}
                />
              );
            })}
          </div>
        ))}
      </div>
      <Chosen cell={cell} place={chosen} shard={all[chosen] ?? null} />
      <Legend cell={cell} owners={owners} />
    </section>
  );
}

function said(place: number, shard: ShardSeen | null): string {
  if (!shard) return words.map.cell.none(place);
  if (shard.state === "free") return words.map.cell.free(place, shard.tenants);
  return words.map.cell[shard.state](place, shard.owner, shard.tenants);
}

interface SquareProps {
  place: number;
  shard: ShardSeen | null;
  letter: string;
  colour: string;
  chosen: boolean;
  choose: () => void;
}

function Square({ place, shard, letter, colour, chosen, choose }: SquareProps) {
  return (
    <div
      role="gridcell"
      tabIndex={chosen ? 0 : -1}
      aria-label={said(place, shard)}
      aria-selected={chosen}
      title={said(place, shard)}
      className={`shard shard-${shard?.state ?? "none"} ${colour}`}
      onClick={choose}
      onFocus={choose}
    >
      {shard?.state === "free" ? "?" : letter}
    </div>
  );
}

/** The square that is chosen, in words, and what can be done with it. */
function Chosen({ cell, place, shard }: { cell: CellSeen; place: number; shard: ShardSeen | null }) {
  const movable = shard?.state === "held" && others(cell, shard.owner) > 0;
  return (
    <div className="shard-chosen">
      <p>
        {said(place, shard)}
        {shard && shard.epoch > 0 && `, ${words.map.epoch(shard.epoch)}`}.
      </p>
      {movable && (
        <Button onClick={() => void release(shard.owner, place).catch(() => undefined)}>{words.map.release(place)}</Button>
      )}
    </div>
  );
}

function Legend({ cell, owners }: { cell: CellSeen; owners: ReadonlyMap<string, string> }) {
  const count = (state: string) => cell.shards.filter((shard) => shard.state === state).length;
  const held = (owner: string) => cell.shards.filter((shard) => shard.owner === owner && shard.state !== "free").length;
  return (
    <ul className="shard-legend" aria-label={words.map.legend}>
      {[...owners].map(([owner, letter], place) => (
        <li key={owner}>
          <OwnerMark letter={letter} place={place} /> {owner} <b>{figure(held(owner))}</b>
        </li>
      ))}
      <li>
        <span className="owner-mark shard-moving" aria-hidden="true" /> {words.map.moving} <b>{figure(count("moving"))}</b>
      </li>
      <li>
        <span className="owner-mark shard-free" aria-hidden="true">
          ?
        </span>{" "}
        {words.map.free} <b>{figure(count("free"))}</b>
      </li>
      <li>
        <span className="owner-mark shard-none" aria-hidden="true" /> {words.map.empty} <b>{figure(256 - cell.shards.length)}</b>
      </li>
    </ul>
  );
}
