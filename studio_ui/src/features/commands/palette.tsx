import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { commandStrings as words } from "../../app/command_strings";
import { takeAhead } from "../../ui";
import { Keys } from "./key_caps";
import { best } from "./matching";
import { everything, type Command } from "./registry";
import { shutBox } from "./store";
import "./commands.css";

const MOST = 60;

interface Row {
  command: Command;
  title: string;
  why: string;
}

/** Everything that can be done, by name: type, choose with the arrows, Enter. */
export function CommandPalette() {
  const frame = useRef<HTMLDialogElement>(null);
  const all = useMemo(() => everything().map((command) => ({ command, title: command.title(), why: command.why?.() ?? "" })), []);
  const [asked, setAsked] = useState(takeAhead);
  const [place, setPlace] = useState(0);
  const found = useMemo(() => ordered(all, asked), [all, asked]);
  const at = Math.min(place, found.length - 1);
  useEffect(() => frame.current?.showModal(), []);
  const run = (row: Row | undefined) => {
    if (!row || row.why) return;
    frame.current?.close(); // the focus goes back first, so that the command may move it
    row.command.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const last = found.length - 1;
    if (event.key === "Enter") run(found[at]);
    else if (event.key === "ArrowDown") setPlace(at >= last ? 0 : at + 1);
    else if (event.key === "ArrowUp") setPlace(at <= 0 ? last : at - 1);
    else if (event.key === "PageDown") setPlace(Math.min(at + 8, last));
    else if (event.key === "PageUp") setPlace(Math.max(at - 8, 0));
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={frame} className="commands" aria-label={words.palette} onClose={shutBox} onClick={(event) => onBackdrop(event, frame)}>
      <input
        className="commands-ask"
        role="combobox"
        autoFocus
        aria-expanded="true"
        aria-controls="commands-list"
        aria-activedescendant={found[at] ? `command-${at}` : undefined}
        aria-label={words.what}
        placeholder={words.what}
        value={asked}
        onKeyDown={onKey}
        onChange={(event) => {
          setAsked(event.target.value);
          setPlace(0);
        }}
      />
      <ul id="commands-list" role="listbox" aria-label={words.palette}>
        {found.map((row, index) => (
          <Line
            key={row.command.id}
            row={row}
            place={index}
            chosen={index === at}
            headed={asked.trim() === "" && row.command.group !== found[index - 1]?.command.group}
            run={() => run(row)}
          />
        ))}
      </ul>
      <p role="status" className={found.length === 0 ? "commands-none" : "unseen"}>
        {found.length === 0 ? words.none(asked) : words.found(found.length)}
      </p>
    </dialog>
  );
}

const GROUPS: readonly Command["group"][] = ["flow", "edit", "view", "page", "go", "add"];

/** By group while nothing is asked; else the best first, and what cannot be done now last. */
function ordered(all: readonly Row[], asked: string): Row[] {
  if (asked.trim() === "") return all.toSorted((a, b) => GROUPS.indexOf(a.command.group) - GROUPS.indexOf(b.command.group)).slice(0, MOST);
  const found = best(all, asked, MOST);
  return [...found.filter((row) => !row.why), ...found.filter((row) => row.why)];
}

function onBackdrop(event: { target: EventTarget }, frame: { current: HTMLDialogElement | null }): void {
  if (event.target === frame.current) frame.current?.close();
}

function Line({ row, place, chosen, headed, run }: { row: Row; place: number; chosen: boolean; headed: boolean; run: () => void }) {
  const line = useRef<HTMLLIElement>(null);
  const { command, title, why } = row;
  useEffect(() => {
    if (chosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <>
      {headed && (
        <li role="presentation" className="commands-group">
          {words.groups[command.group]}
        </li>
      )}
      <li ref={line} id={`command-${place}`} role="option" aria-selected={chosen} aria-disabled={why !== ""} className="commands-row" onClick={run}>
        <span className="commands-title">
          {title} {(why || command.beside) && <span className="commands-beside">{why || command.beside}</span>}
        </span>
        {command.keys?.[0] && <Keys keys={command.keys[0]} />}
      </li>
    </>
  );
}
