import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import { go, to } from "../../app/address";
import { commandStrings as words } from "../../app/command_strings";
import { strings } from "../../app/strings";
import { around } from "../../document/find";
import type { Doc } from "../../document/flow";
import { Button, Segments, takeAhead } from "../../ui";
import { focusCard } from "../canvas";
import { useDoc, useEditing } from "../editing";
import { hitsHere, lookEverywhere, MOST, show, shutFind, useFind, type Found } from "./store";
import "./find.css";

const WAIT_MS = 250;

const openAt = (environment: string, flow: string, node: string) =>
  go(to("studio", environment, "flows", flow) + (node && `?step=${encodeURIComponent(node)}`));

/** Finds words in the open flow, or in all flows; Enter goes from place to place. */
export function FindBox() {
  const { words: asked, everywhere, at, others, of, reading, problem } = useFind();
  const doc = useDoc<Doc | undefined>((known) => known, undefined);
  const field = useRef<HTMLInputElement>(null);
  const here = useMemo(() => hitsHere(doc, asked), [doc, asked]);
  const hits = everywhere ? others : here;
  const isOld = everywhere && of !== asked;
  const place = Math.min(at, hits.length - 1);
  const wish = useRef<{ of: string; step: number } | null>(null);
  useEffect(() => {
    const ahead = takeAhead();
    if (ahead === "") return field.current?.select();
    useFind.setState({ words: ahead, at: -1 });
    field.current?.focus();
  }, []);
  useEffect(() => {
    if (!everywhere) return;
    const timer = window.setTimeout(() => void lookEverywhere(), WAIT_MS);
    return () => clearTimeout(timer);
  }, [asked, everywhere]);
  const goTo = (next: number) => {
    const hit = hits[next];
    if (!hit) return;
    useFind.setState({ at: next });
    show(hit, openAt);
  };
  const along = (step: number) => goTo(next(place, step, hits.length, at));
  useEffect(() => {
    if (isOld || wish.current?.of !== asked) return;
    along(wish.current.step);
    wish.current = null;
  }, [isOld]);
  const close = () => {
    shutFind();
    const picked = useEditing.getState().pick?.node;
    if (picked) focusCard(picked);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : 1;
    if (event.key === "Escape") close();
    else if (event.target !== field.current) return;
    else if (["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) {
      if (isOld) wish.current = { of: asked, step }; // as soon as the places of these words are known
      else along(step);
    }
    else return;
    event.preventDefault();
  };
  return (
    <search className="find" onKeyDown={onKey}>
      <div className="find-head">
        <input
          ref={field}
          className="input find-words"
          type="search"
          aria-label={everywhere ? words.do.findAll : words.do.find}
          placeholder={words.find.ask}
          value={asked}
          onChange={(event) => useFind.setState({ words: event.target.value, at: -1 })}
        />
        <Button kind="quiet" aria-label={words.do.previous} disabled={hits.length === 0} onClick={() => along(-1)}>
          ↑
        </Button>
        <Button kind="quiet" aria-label={words.do.next} disabled={hits.length === 0} onClick={() => along(1)}>
          ↓
        </Button>
        <Button kind="quiet" aria-label={strings.close} onClick={close}>
          ✕
        </Button>
      </div>
      <div className="find-where">
        <Segments
          label={words.find.where}
          value={everywhere ? "all" : "here"}
          options={[
            ["here", words.find.here],
            ["all", words.find.all],
          ]}
          choose={(where) => useFind.setState({ everywhere: where === "all", at: -1 })}
        />
        <span role="status" className="find-count">
          {problem || (reading || isOld ? words.find.reading : asked.trim() && words.find.count(at < 0 ? 0 : place + 1, hits.length, MOST))}
        </span>
      </div>
      {hits.length > 0 && (
        <ul className="find-hits" aria-label={words.find.hits}>
          {hits.map((hit, index) => (
            <Row key={`${hit.environment} ${hit.flow} ${hit.node} ${hit.field} ${index}`} hit={hit} length={asked.trim().length} here={index === at} everywhere={everywhere} show={() => goTo(index)} />
          ))}
        </ul>
      )}
    </search>
  );
}

const next = (place: number, step: number, of: number, at: number): number => (at < 0 ? (step > 0 ? 0 : of - 1) : (place + step + of) % of);

interface RowProps {
  hit: Found;
  length: number;
  here: boolean;
  everywhere: boolean;
  show: () => void;
}

function Row({ hit, length, here, everywhere, show: onShow }: RowProps) {
  const [before, words_, after] = around(hit, length);
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (here) row.current?.scrollIntoView({ block: "nearest" });
  }, [here]);
  return (
    <li>
      <button ref={row} type="button" aria-current={here} onClick={onShow}>
        <span className="find-place">
          {everywhere && `${hit.flowTitle} › `}
          <b>{hit.title}</b> {hit.field.replaceAll("_", " ")}
        </span>
        <span className="find-text">
          {before}
          <mark>{words_}</mark>
          {after}
        </span>
      </button>
    </li>
  );
}
