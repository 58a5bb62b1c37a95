import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { JsonObject } from "../../../document/json";
import type { Flow } from "../../../document/flow";
import { currentFlow, useMayEdit } from "../../editing";
import { offersAt, type CodeKind, type Offers, type Variable } from "./complete";
import { offeredIn } from "./offered";
import type { Mounted, mount } from "./room";
import { useValue } from "./value";
import { ValueLine } from "./value_line";

export interface CodeProps {
  ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean };
  label: string;
  kind: CodeKind;
  text: string;
  /** The step in which it stands: what it gives there is shown while it is written. */
  node: string;
  rows: number;
  /** Words that are said look like words. */
  prose?: boolean;
  set: (text: string) => void;
}

type Room = { mount: typeof mount };
let room: Promise<Room> | undefined;
const enter = (): Promise<Room> => {
  room ??= import("./room");
  room.catch(() => (room = undefined)); // the next field tries again
  return room;
};

/** A plain field until the editor has come; whoever writes in it meanwhile goes on where they are. */
export function CodeArea(props: CodeProps) {
  const mayEdit = useMayEdit();
  const caret = useRef<Caret>(null);
  const [come, setCome] = useState<Room | null>(null);
  // Most words that are said hold no value: their field stays as light as it is.
  const wanted = mayEdit && (!props.prose || props.text.includes("{{") || props.text.includes("{%"));
  useEffect(() => {
    if (!wanted || come) return;
    let here = true;
    enter().then(
      (found) => here && setCome(found),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [wanted, come]);
  return come ? <Coded {...props} room={come} caret={caret} /> : <Plain {...props} caret={caret} />;
}

/** Where somebody writes; null: the focus is elsewhere. */
type Caret = readonly [number, number] | null;

function Plain({ ids, prose, rows, text, set, caret }: CodeProps & { caret: RefObject<Caret> }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const { current } = area;
    return () => {
      if (current && document.activeElement === current) caret.current = [current.selectionStart, current.selectionEnd];
    };
  }, [caret]);
  return (
    <textarea
      {...ids}
      ref={area}
      className={prose ? "input" : "input code"}
      spellCheck={prose ?? false}
      rows={rows}
      value={text}
      onChange={(event) => set(event.target.value)}
    />
  );
}

function Coded(props: CodeProps & { room: Room; caret: RefObject<Caret> }) {
  const { kind, text, node, prose } = props;
  const [has, setHas] = useState(false);
  const value = useValue(has, node, kind, text);
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<Mounted | null>(null);
  const written = useRef<string[]>([]);
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => {
    const { room, caret, ids, label } = latest.current;
    if (!frame.current) return;
    const mounted = room.mount({
      parent: frame.current,
      kind: latest.current.kind,
      text: latest.current.text,
      attributes: attributesOf({ ids, label, kind: latest.current.kind }),
      complete: (written, place, asked) => offers(written, place, latest.current.kind, asked),
      change: (next) => {
        written.current.push(next);
        latest.current.set(next);
      },
      focus: setHas,
    });
    view.current = mounted;
    if (caret.current) mounted.take(...caret.current);
    return () => mounted.destroy();
  }, []);
  const { id, "aria-describedby": described, "aria-invalid": invalid } = props.ids;
  useEffect(() => {
    // What was written here comes back by the store, perhaps when more was written: only what comes from elsewhere counts.
    const place = written.current.indexOf(text);
    written.current = written.current.slice(place + 1);
    if (place < 0 || written.current.length === 0) {
      written.current = [];
      view.current?.setText(text);
    }
  }, [text]);
  useEffect(() => {
    const ids = { id, ...(described ? { "aria-describedby": described } : {}), ...(invalid ? { "aria-invalid": invalid } : {}) };
    view.current?.setAttributes(attributesOf({ ids, label: props.label, kind }));
  }, [id, described, invalid, props.label, kind]);
  useEffect(() => {
    const fault = value?.invalid === undefined ? null : { position: value.position ?? 0, message: value.invalid };
    view.current?.setFault(fault);
  }, [value]);
  return (
    <>
      <div ref={frame} className={`code-area ${prose ? "code-prose" : "code"}`} data-invalid={invalid || undefined} />
      {has && value && <ValueLine value={value} />}
    </>
  );
}

/** The names by which readers know the field: a label cannot be tied to what is no field of a form. */
function attributesOf({ ids, label, kind }: Pick<CodeProps, "ids" | "label" | "kind">): Record<string, string> {
  return {
    id: ids.id,
    "aria-label": label,
    "aria-multiline": kind === "expression" ? "false" : "true",
    ...(ids["aria-describedby"] ? { "aria-describedby": ids["aria-describedby"] } : {}),
    ...(ids["aria-invalid"] ? { "aria-invalid": "true" } : {}),
  };
}

async function offers(text: string, at: number, kind: CodeKind, asked: boolean): Promise<Offers | null> {
  const open = currentFlow();
  if (!open) return null;
  const offered = await offeredIn(open.environment).catch(() => null);
  return offered && offersAt(text, at, kind, offered, variablesOf(open.history.doc.flow), asked);
}

function variablesOf(flow: Flow): Variable[] {
  const declared = Object.entries((flow.variables ?? {}) as Record<string, JsonObject>);
  return declared.map(([name, { type }]) => ({ name, type: typeof type === "string" ? type : "any" }));
}

