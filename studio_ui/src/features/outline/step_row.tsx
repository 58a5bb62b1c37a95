import { memo } from "react";
import { commandStrings as words } from "../../app/command_strings";
import { formStrings } from "../../app/form_strings";
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
  /** The same object each time. */
  acts: { readonly current: Acts };
}

export interface Acts {
  go: (key: string) => void;
  turn: (id: string) => void;
  follow: (step: string, way: Way) => void;
}

/** One step with its ways. What it does is the same each time, so that only what it shows draws it again. */
export const StepRow = memo(Row, (before, after) => SHOWN.every((name) => before[name] === after[name]) && same(before.step, after.step));

const SHOWN = ["type", "place", "of", "open", "picked", "focused", "errors", "warnings"] as const;
const same = (a: Step, b: Step): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function Row({ step, type, place, of, open, picked, focused, errors, warnings, acts }: Props) {
  const renaming = useRename((state) => state.step === step.id && state.where === "outline");
  const beside = [
    type?.title ?? step.type,
    step.unreached ? words.outline.unreached : "",
    errors > 0 ? formStrings.inspector.problems(errors) : "",
    warnings > 0 ? formStrings.inspector.warnings(warnings) : "",
  ];
  return (
    <>
      <li
        role="treeitem"
        aria-level={1}
        aria-posinset={place}
        aria-setsize={of}
        aria-selected={picked}
        {...(step.ways.length > 0 ? { "aria-expanded": open } : {})}
        tabIndex={focused === step.id ? 0 : -1}
        data-item={step.id}
        className={`outline-step ${family(type?.group)}`}
        onClick={() => acts.current.go(step.id)}
        onDoubleClick={() => startRename(step.id)}
      >
        <span className="outline-turn" onClick={(event) => (event.stopPropagation(), acts.current.turn(step.id))} aria-hidden="true">
          {step.ways.length > 0 ? (open ? "▾" : "▸") : ""}
        </span>
        <FamilyIcon icon={type?.icon ?? ""} group={type?.group ?? "End"} />
        {renaming ? <Rename id={step.id} title={step.title} done={() => acts.current.go(step.id)} /> : <span className="outline-title">{step.title}</span>}
        <span className="unseen"> {beside.filter(Boolean).join(", ")} </span>
        {step.start && <span className="card-start">{strings.canvas.start}</span>}
        <span aria-hidden="true">
          {errors > 0 && <Badge tone="wrong">! {errors}</Badge>} {warnings > 0 && <Badge tone="care">△ {warnings}</Badge>}
        </span>
      </li>
      {open &&
        step.ways.map((way, index) => (
          <WayRow
            key={way.outcome}
            way={way}
            place={index + 1}
            of={step.ways.length}
            item={keyOf(step.id, way.outcome)}
            focused={focused === keyOf(step.id, way.outcome)}
            follow={() => acts.current.follow(step.id, way)}
          />
        ))}
    </>
  );
}

interface WayProps {
  way: Way;
  place: number;
  of: number;
  item: string;
  focused: boolean;
  follow: () => void;
}

function WayRow({ way, place, of, item, focused, follow }: WayProps) {
  return (
    <li
      role="treeitem"
      aria-level={2}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={false}
      tabIndex={focused ? 0 : -1}
      data-item={item}
      className={way.loose ? "outline-way outline-loose" : "outline-way"}
      onClick={follow}
    >
      {way.label}{" "}
      {way.to === "" ? (
        <span className="outline-to">{strings.canvas.loose}</span>
      ) : (
        <span className="outline-to">
          <span aria-hidden="true">→</span> <span className="unseen">{words.outline.goes}</span> {way.title}
        </span>
      )}
    </li>
  );
}
