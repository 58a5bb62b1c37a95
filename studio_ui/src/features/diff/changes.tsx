import { to as addressOf } from "../../app/address";
import { diffStrings as words } from "../../app/diff_strings";
import { Link } from "../../app/link";
import { titleOf, type FlowNode } from "../../document/flow";
import { useDoc, pick, useEditing } from "../editing";
import { Sentences } from "./changed_files";
import { Comparing, usePair } from "./comparing";
import { flowOf } from "./marks";
import { Tag } from "./tag";
import { marksIn, useDiff } from "./store";
import "./diff.css";

/** In the drawer: what changed in this flow, step by step, each with the way to its card. */
export function Changes() {
  const pair = usePair();
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  const nodes = useDoc((doc) => doc.flow.nodes, NO_NODES);
  const files = useDiff((state) => state.files);
  if (!pair) return null;
  const { steps, whole, count } = marksIn(files, pair.environment, flow);
  const others = (files ?? []).map((file) => flowOf(file.file)).filter((name) => name !== "" && name !== flow);
  return (
    <div className="changes">
      <Comparing listed />
      {files && count === 0 && <p className="hint">{words.noneHere}</p>}
      <Sentences all={whole} />
      {Object.entries(steps).map(([id, step]) => (
        <div key={id} className="changed-step">
          <Tag mark={step.mark} />{" "}
          {id in nodes ? (
            <button type="button" className="link" aria-label={words.go(titleOf(id, nodes[id]))} onClick={() => pick({ node: id })}>
              {titleOf(id, nodes[id])}
            </button>
          ) : (
            <b>{titleOf(id)}</b>
          )}
          <Sentences all={step.sentences} />
        </div>
      ))}
      {others.length > 0 && (
        <p className="hint">
          {words.otherFlows(others.length)}:{" "}
          {others.map((name) => (
            <Link
              key={name}
              className="link"
              href={`${addressOf("studio", pair.environment, "flows", name)}?from=${pair.from}&to=${pair.to}`}
            >
              {name}
            </Link>
          ))}
        </p>
      )}
    </div>
  );
}

const NO_NODES: Record<string, FlowNode> = {};
