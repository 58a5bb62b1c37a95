import type { NodeProps } from "@xyflow/react";
import { canvasStrings } from "../../app/canvas_strings";
import type { Note as NoteData } from "../../document/flow";
import { act, useMayEdit } from "../editing";
import { focusWhenSeen, useFresh } from "./fresh";

const MOST = 2000;

/** Words for whoever reads the flow next. Double click or Enter to write, Escape or a click elsewhere when done. */
export function Note({ id, data, selected }: NodeProps) {
  const note = data["note"] as NoteData;
  const mayEdit = useMayEdit();
  const writing = useFresh((state) => state.id === id);
  const write = () => useFresh.setState({ id: mayEdit ? id : "" });
  const done = (text: string) => {
    useFresh.setState({ id: "" });
    if (text !== note.text) act({ do: "note", note: { ...note, text } }, canvasStrings.didNote);
  };
  if (writing && mayEdit) return <Writing text={note.text} done={done} />;
  return (
    <div className={selected ? "note note-picked" : "note"} onDoubleClick={write}>
      {note.text || <i>{canvasStrings.emptyNote}</i>}
      {note.by && <span className="note-by"> {note.by}</span>}
      {selected && mayEdit && (
        <button type="button" className="link nodrag" onClick={write}>
          {canvasStrings.write}
        </button>
      )}
    </div>
  );
}

function Writing({ text, done }: { text: string; done: (text: string) => void }) {
  return (
    <textarea
      className="note note-writing nodrag nokey"
      aria-label={canvasStrings.noteText}
      ref={focusWhenSeen}
      maxLength={MOST}
      defaultValue={text}
      onBlur={(event) => done(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) event.currentTarget.blur();
      }}
    />
  );
}
