import { useState } from "react";
import { casesStrings } from "../../app/cases_strings";
import { strings } from "../../app/strings";
import { Button, Dialog, Field } from "../../ui";
import { useEditing } from "../editing";
import { isFileName } from "./document";
import { useCases } from "./store";
import { rename, renameFile } from "./writing";

interface Props {
  kind: "case" | "file";
  file: string;
  name: string;
  close: () => void;
}

/** Another name for a test or for its file. */
export function NameDialog({ kind, file, name, close }: Props) {
  const [text, setText] = useState(kind === "case" ? name : file);
  const current = useEditing((state) => state.current);
  const results = useCases((state) => state.runs[current]?.results) ?? [];
  const before = kind === "case" ? name : file;
  const taken = kind === "case" ? results.filter((one) => one.file === file).map((one) => one.case) : results.map((one) => one.file);
  const error = text === before ? "" : problemOf(kind, text, taken);
  const done = () => {
    if (text === before || error || !text.trim()) return;
    if (kind === "case") void rename(file, name, text);
    else void renameFile(file, text);
    close();
  };
  return (
    <Dialog
      title={kind === "case" ? casesStrings.rename : casesStrings.renameFile}
      close={close}
      closeLabel={strings.close}
      actions={
        <Button kind="main" disabled={text === before || Boolean(error) || !text.trim()} onClick={done}>
          {casesStrings.rename}
        </Button>
      }
    >
      <Field
        label={kind === "case" ? casesStrings.name : casesStrings.fileName}
        error={error || undefined}
        hint={kind === "file" ? casesStrings.fileHint : undefined}
      >
        {(ids) => (
          <input
            {...ids}
            className="input"
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && done()}
          />
        )}
      </Field>
    </Dialog>
  );
}

function problemOf(kind: Props["kind"], text: string, taken: readonly string[]): string {
  if (taken.includes(text)) return kind === "case" ? casesStrings.nameTaken(text) : casesStrings.fileTaken(text);
  return kind === "file" && !isFileName(text) ? casesStrings.badFile : "";
}
