import { useRef, type KeyboardEvent } from "react";
import { strings } from "../../app/strings";
import { titleOf } from "../../document/flow";
import { announce, focused } from "../../ui";
import { act, currentFlow } from "../editing";
import { useRename } from "./rename_store";

/** The name of a step as a field, in the place of the name: Enter keeps it, Escape does not. */
export function Rename({ id, title, done }: { id: string; title: string; done: () => void }) {
  const over = useRef(false);
  const end = (name: string | null) => {
    if (over.current) return; // leaving the field after Enter or Escape
    over.current = true;
    useRename.setState({ step: "" });
    if (name !== null) rename(id, name);
    done();
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === "Enter") end(event.currentTarget.value);
    else if (event.key === "Escape") end(null);
    else return;
    event.preventDefault();
  };
  return (
    <input
      className="input rename nodrag nopan"
      aria-label={strings.canvas.stepName}
      ref={focused}
      maxLength={80}
      defaultValue={title}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKey}
      onBlur={(event) => end(event.currentTarget.value)}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}

/** An empty name is none: the step is called by its key again. */
function rename(id: string, written: string): void {
  const node = currentFlow()?.history.doc.flow.nodes[id];
  const name = written.trim();
  if (!node || name === titleOf(id, node)) return;
  const value = name === "" || name === titleOf(id) ? undefined : name;
  act({ do: "configure", node: id, path: ["title"], value }, strings.did.configure(strings.canvas.stepName));
  announce(titleOf(id, currentFlow()?.history.doc.flow.nodes[id]));
}
