import { useEffect, useLayoutEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";
import { commandStrings as words } from "../../app/command_strings";
import { strings } from "../../app/strings";
import type { Flow } from "../../document/flow";
import { outlineOf } from "../../document/outline";
import { problemsAt } from "../../document/select";
import type { Finding } from "../../api/types";
import { Button, useNarrow } from "../../ui";
import { act, openForm, pick, useDoc, useEditing, useMayEdit, useOpen } from "../editing";
import { askForStep, NewStepList, useNewStep } from "../palette";
import { useSession } from "../session";
import { itemsOf, keyOf, moveOf } from "./items";
import { StepRow, type Acts } from "./step_row";
import "./outline.css";

const NONE: Finding[] = [];
/** Up to so many steps show their ways without being asked. */
const SHOWN_OPEN = 40;

/** The flow as a tree of steps and their ways, in step with the canvas: complete for whoever does not see it. */
export function Outline() {
  const flow = useDoc<Flow | undefined>((doc) => doc.flow, undefined);
  const palette = useSession((state) => state.palette);
  const findings = useOpen((open) => open.findings, NONE);
  const picked = useEditing((state) => state.pick?.node ?? "");
  const mayEdit = useMayEdit();
  const narrow = useNarrow();
  const steps = useMemo(() => (flow ? outlineOf(flow, palette) : []), [flow, palette]);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState("");
  const tree = useRef<HTMLUListElement>(null);
  const byDefault = steps.length <= SHOWN_OPEN;
  const isOpen = (id: string): boolean => turned.has(id) !== byDefault;
  const turn = (id: string) => setTurned((known) => (known.has(id) ? without(known, id) : new Set([...known, id])));
  const items = useMemo(() => itemsOf(steps, isOpen), [steps, turned]);
  const focused = items.some((item) => item.key === at) ? at : picked && items.some((item) => item.key === picked) ? picked : (items[0]?.key ?? "");
  const itemAt = (key: string) => tree.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(key)}"]`);
  useEffect(() => {
    if (picked === "" || at === picked || at.startsWith(`${picked}:`)) return;
    setAt(picked);
    itemAt(picked)?.scrollIntoView({ block: "nearest" });
  }, [picked]);
  const stepOf = (key: string) => items.find((item) => item.key === key)?.step.id;
  const go = (key: string) => {
    setAt(key);
    const step = stepOf(key);
    if (!narrow && step !== undefined && step !== picked) pick({ node: step });
    itemAt(key)?.focus();
  };
  /** Where the form has no place beside the list, choosing opens it; walking along the list does not. */
  const choose = (key: string) => {
    const step = stepOf(key);
    go(key);
    if (narrow && step !== undefined) openForm(step);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const item = items.find((each) => each.key === focused);
    const move = moveOf(event.key, items, focused, isOpen);
    if (move && "go" in move) go(move.go);
    else if (move) turn("open" in move ? move.open : move.shut);
    else if (event.key === "Enter" && item) openForm(item.step.id, item.way?.outcome);
    else if (event.key === "Delete" && item && !item.way && mayEdit) remove(item.step.id);
    else return;
    event.preventDefault();
  };
  const acts = useRef<Acts>({ go: choose, turn, follow: () => undefined });
  useLayoutEffect(() => {
    const follow: Acts["follow"] = (step, way) => (way.to ? choose(keyOf(way.to)) : openForm(step, way.outcome));
    acts.current = { go: choose, turn, follow }; // rows stay as they are while what they call moves on
  });
  /** A screen reader moves the focus without keys that the page sees. */
  const onFocus = (event: FocusEvent<HTMLElement>) => setAt(event.target.closest<HTMLElement>("[data-item]")?.dataset["item"] ?? at);
  return (
    <section className="outline" aria-label={words.do.outline}>
      <h2>{words.do.outline}</h2>
      <p className="hint">{words.outline.count(steps.length)}</p>
      {narrow && mayEdit && <Add />}
      {steps.length > 0 && (
        <ul ref={tree} role="tree" aria-label={words.outline.of(flow?.title ?? "")} onKeyDown={onKey} onFocus={onFocus}>
          {steps.map((step, place) => {
            const { errors, warnings } = problemsAt(findings, step.id);
            return (
              <StepRow
                key={step.id}
                step={step}
                type={palette[step.type]}
                place={place + 1}
                of={steps.length}
                open={isOpen(step.id)}
                picked={picked === step.id}
                focused={focused === step.id || focused.startsWith(`${step.id}:`) ? focused : ""}
                errors={errors}
                warnings={warnings}
                acts={acts}
              />
            );
          })}
        </ul>
      )}
    </section>
  );
}

/** Where no canvas is there to do it. */
function Add() {
  const asked = useNewStep((state) => state.open);
  return (
    <div className="outline-add">
      <Button onClick={() => askForStep()}>{strings.palette.add}</Button>
      {asked && <NewStepList />}
    </div>
  );
}

const without = (known: ReadonlySet<string>, id: string): Set<string> => new Set([...known].filter((other) => other !== id));

function remove(id: string): void {
  act({ do: "remove", nodes: [id] }, strings.did.remove(1));
  pick(null);
}
