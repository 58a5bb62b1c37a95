import { useState, type KeyboardEvent } from "react";
import { strings } from "../../app/strings";
import type { NodeType, Place } from "../../document/flow";
import { Button, family, FamilyIcon } from "../../ui";
import { useDoc } from "../editing";
import { useSession } from "../session";
import { addStep, useNewStep } from "./store";

const GROUPS = ["Speak", "Ask", "Decide", "Route", "Data", "End"];

/** The steps by family; type to find, arrows to choose, Enter to add. */
export function NewStepList({ middle }: { middle: () => Place }) {
  const palette = useSession((state) => state.palette);
  const kind = useDoc((doc) => doc.flow.kind ?? "entry", "entry");
  const [words, setWords] = useState("");
  const [place, setPlace] = useState(0);
  const close = () => useNewStep.setState({ open: false });
  const found = Object.values(palette)
    .filter(
      (type) =>
        type.kinds.includes(kind) && `${type.title} ${type.name} ${type.purpose}`.toLowerCase().includes(words.toLowerCase()),
    )
    .toSorted((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
  const active = found[Math.min(place, found.length - 1)];
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && active) addStep(active, middle());
    else if (event.key === "ArrowDown") setPlace(Math.min(place + 1, found.length - 1));
    else if (event.key === "ArrowUp") setPlace(Math.max(place - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <div className="new-step" role="dialog" aria-label={strings.palette.title}>
      <div className="new-step-find">
        <input
          className="input"
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls="new-step-list"
          aria-activedescendant={active ? `step-${active.name}` : undefined}
          aria-label={strings.palette.find}
          placeholder={strings.palette.find}
          value={words}
          onKeyDown={onKey}
          onChange={(event) => {
            setWords(event.target.value);
            setPlace(0);
          }}
        />
        <Button kind="quiet" aria-label={strings.close} onClick={close}>
          ✕
        </Button>
      </div>
      <ul id="new-step-list" role="listbox" aria-label={strings.palette.title}>
        {found.map((type, index) => (
          <Row
            key={type.name}
            type={type}
            active={type === active}
            heading={type.group !== found[index - 1]?.group}
            add={() => addStep(type, middle())}
          />
        ))}
      </ul>
      {found.length === 0 && <p className="hint">{strings.palette.none(words)}</p>}
    </div>
  );
}

function Row({ type, active, heading, add }: { type: NodeType; active: boolean; heading: boolean; add: () => void }) {
  return (
    <>
      {heading && (
        <li role="presentation" className="new-step-group">
          {strings.palette.groups[type.group] ?? type.group}
        </li>
      )}
      <li
        id={`step-${type.name}`}
        role="option"
        aria-selected={active}
        className={`new-step-row ${family(type.group)}`}
        onClick={add}
      >
        <FamilyIcon icon={type.icon} group={type.group} />
        <span>
          <b>{type.title}</b> <span className="new-step-purpose">{type.purpose}</span>
        </span>
      </li>
    </>
  );
}
