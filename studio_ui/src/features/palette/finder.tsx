import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { strings } from "../../app/strings";
import type { NodeType } from "../../document/flow";
import { family, FamilyIcon, focused } from "../../ui";
import { useFound } from "./found";

interface Props {
  /** Begins the ids of the rows, so that two finders may stand on one page. */
  name: string;
  add: (type: NodeType) => void;
  leave: () => void;
  /** What stands beside the search field. */
  beside: ReactNode;
  purposes: boolean;
  focus: boolean;
  disabled?: boolean;
  grab?: (type: NodeType, event: PointerEvent<HTMLElement>) => void;
}

/** The steps by family; type to find, arrows to choose, Enter to add. */
export function Finder({ name, add, leave, beside, purposes, focus, disabled = false, grab }: Props) {
  const [words, setWords] = useState("");
  const [place, setPlace] = useState(0);
  const found = useFound(words);
  const active = found[Math.min(place, found.length - 1)];
  const go = (next: number) => {
    setPlace(next);
    document.getElementById(`${name}-${found[next]?.name}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && active) add(active);
    else if (event.key === "ArrowDown") go(Math.min(place + 1, found.length - 1));
    else if (event.key === "ArrowUp") go(Math.max(place - 1, 0));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="new-step-find">
        <input
          className="input"
          ref={focus ? focused : null}
          disabled={disabled}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${name}-list`}
          aria-activedescendant={active ? `${name}-${active.name}` : undefined}
          aria-label={strings.palette.find}
          placeholder={strings.palette.find}
          value={words}
          onKeyDown={onKey}
          onChange={(event) => {
            setWords(event.target.value);
            setPlace(0);
          }}
        />
        {beside}
      </div>
      <ul id={`${name}-list`} role="listbox" aria-label={strings.palette.title} aria-disabled={disabled || undefined}>
        {found.map((type, index) => (
          <Row
            key={type.name}
            id={`${name}-${type.name}`}
            type={type}
            active={type === active && !disabled}
            heading={words === "" && type.group !== found[index - 1]?.group}
            purpose={purposes}
            disabled={disabled}
            add={() => add(type)}
            {...(grab ? { grab } : {})}
          />
        ))}
      </ul>
      {found.length === 0 && <p className="hint">{strings.palette.none(words)}</p>}
    </>
  );
}

interface RowProps {
  id: string;
  type: NodeType;
  active: boolean;
  heading: boolean;
  purpose: boolean;
  disabled: boolean;
  add: () => void;
  grab?: (type: NodeType, event: PointerEvent<HTMLElement>) => void;
}

function Row({ id, type, active, heading, purpose, disabled, add, grab }: RowProps) {
  return (
    <>
      {heading && (
        <li role="presentation" className="new-step-group">
          {strings.palette.groups[type.group] ?? type.group}
        </li>
      )}
      <li
        id={id}
        role="option"
        aria-selected={active}
        aria-disabled={disabled || undefined}
        className={`new-step-row ${family(type.group)}`}
        title={purpose ? undefined : type.purpose}
        onClick={disabled ? undefined : add}
        onPointerDown={disabled || !grab ? undefined : (event) => grab(type, event)}
      >
        <FamilyIcon icon={type.icon} group={type.group} />
        <span>
          <b>{type.title}</b> <span className={purpose ? "new-step-purpose" : "unseen"}>{type.purpose}</span>
        </span>
      </li>
    </>
  );
}
