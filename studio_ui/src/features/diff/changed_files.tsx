import type { ReactNode } from "react";
import type { ChangedFile } from "../../api/releases";
import { changeSaid } from "../../api/said";
import { diffStrings as words } from "../../app/diff_strings";
import { titleOf } from "../../document/flow";
import { flowOf, marksOf } from "./marks";
import { Tag } from "./tag";
import "./diff.css";

const SHOWN = 200;

/** What changed, file by file and step by step, in sentences. `beside`: what stands behind the name of a flow. */
export function ChangedFiles({ files, beside }: { files: readonly ChangedFile[]; beside?: (flow: string, removed: boolean) => ReactNode }) {
  if (files.length === 0) return <p className="hint">{words.none}</p>;
  return (
    <div className="changed-files">
      {files.map((file) => {
        const flow = flowOf(file.file);
        return (
          <section key={file.file} className="changed-file" aria-label={flow || words.environment}>
            <p className="changed-name">
              {flow ? <code>{flow}</code> : words.environment} <span className="hint">{words.counted(file.changes.length)}</span>
              {flow && beside?.(flow, file.changes[0]?.kind === "flow_removed")}
            </p>
            {flow ? <Steps file={file} /> : <Sentences all={file.changes.map((change) => change.sentence)} />}
          </section>
        );
      })}
    </div>
  );
}

function Steps({ file }: { file: ChangedFile }) {
  const { steps, whole } = marksOf(file.changes);
  return (
    <>
      <Sentences all={whole} />
      {Object.entries(steps).map(([id, step]) => (
        <div key={id} className="changed-step">
          <Tag mark={step.mark} /> <b>{titleOf(id)}</b>
          <Sentences all={step.sentences} />
        </div>
      ))}
    </>
  );
}

export function Sentences({ all }: { all: readonly string[] }) {
  if (all.length === 0) return null;
  return (
    <ul className="sentences">
      {all.slice(0, SHOWN).map((sentence, place) => (
        <li key={place}>{changeSaid(sentence)}</li>
      ))}
      {all.length > SHOWN && <li className="hint">{words.more(all.length - SHOWN)}</li>}
    </ul>
  );
}
