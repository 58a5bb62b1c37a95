import { memo } from "react";
import { commandStrings as words } from "../../app/command_strings";
import { strings } from "../../app/strings";
import type { NodeType } from "../../document/flow";
import type { Step, Way } from "../../document/outline";
import { Badge, family, FamilyIcon } from "../../ui";
import { Rename, startRename, useRename } from "../canvas";
import { keyOf } from "./items";

interface Props {
  step: Step;
  type: NodeType | undefined;
  place: number;
  of: number;
  open: boolean;
  picked: boolean;
  /** The key of the item with the focus if it is this step or one of its ways, else "". */
  focused: string;
  errors: number;
  warnings: number;
  go: (key: string) => void;
  turn: (id: string) => void;
  follow: (way: Way) => void;
}

/** One step with its ways. What it does is the same each time, so that only what it shows draws it again. */
export const StepRow = memo(Row, (before, after) => SHOWN.every((name) => before[name] === after[name]) && same(before.step, after.step));

const SHOWN = ["type", "place", "of", "open", "picked", "focused", "errors", "warnings", "go"] as const;
const same = (a: Step, b: Step): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function Row({ step, type, place, of, open, picked, focused, errors, warnings, go, turn, follow }: Props) {
  const renaming = useRename((state) => state.step === step.id && state.where === "outline");
  const said = [
    step.title,
    type?.title ?? step.type,
    step.start ? strings.canvas.start : "",
    step.unreached ? words.outline.unreached : "",
    errors > 0 ? strings.inspector.problems(errors) : "",
    warnings > 0 ? strings.inspector.warnings(warnings) : "",
  ];
  return (
    <li
      role="treeitem"
      aria-label={said.filter(Boolean).join(", ")}
      aria-level={1}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={picked}
      {...(step.ways.length > 0 ? { "aria-expanded": open } : {})}
      tabIndex={focused === step.id ? 0 : -1}
      data-item={step.id}
      className={`outline-step ${family(type?.group)}`}
    >
      <div className="outline-head" onClick={() => go(step.id)} onDoubleClick={() => startRename(step.id)}>
        <span className="outline-turn" onClick={(event) => (event.stopPropagation(), turn(step.id))} aria-hidden="true">
          {step.ways.length > 0 ? (open ? "▾" : "▸") : ""}
        </span>
        <FamilyIcon icon={type?.icon ?? ""} group={type?.group ?? "End"} />
        {renaming ? <Rename id={step.id} title={step.title} done={() => go(step.id)} /> : <span className="outline-title">{step.title}</span>}
        {step.start && <span className="card-start">{strings.canvas.start}</span>}
        {errors > 0 && <Badge tone="wrong">! {errors}</Badge>}
        {warnings > 0 && <Badge tone="care">△ {warnings}</Badge>}
      </div>
      {open && step.ways.length > 0 && (
        <ul role="group">
          {step.ways.map((way, index) => (
            <li
              key={way.outcome}
              role="treeitem"
              aria-label={way.to ? words.outline.goes(way.label, way.title) : words.outline.nowhere(way.label)}
              aria-level={2}
              aria-posinset={index + 1}
              aria-setsize={step.ways.length}
              aria-selected={false}
              tabIndex={focused === keyOf(step.id, way.outcome) ? 0 : -1}
              data-item={keyOf(step.id, way.outcome)}
              className={way.loose ? "outline-way outline-loose" : "outline-way"}
              onClick={() => follow(way)}
            >
              <span>{way.label}</span> <span className="outline-to">{way.to ? `→ ${way.title}` : strings.canvas.loose}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
