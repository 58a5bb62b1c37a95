import { useRef } from "react";
import { strings } from "../../app/strings";
import type { Finding } from "../../api/types";
import { titleOf, type FlowNode } from "../../document/flow";
import { placeOf } from "../../document/select";
import { Mark, mayTakeFocus } from "../../ui";
import { pick, showFlowForm, useDoc, useOpen } from "../editing";
import { Fixes } from "./fixes";

const NONE: Finding[] = [];
const NO_NODES: Record<string, FlowNode> = {};
/** More than anybody reads before mending some. */
const MOST = 200;

/** What stands in the way of publishing, and what to think about; each leads to its place, and what mends it. */
export function Problems() {
  const findings = useOpen((open) => open.findings, NONE);
  const nodes = useDoc((doc) => doc.flow.nodes, NO_NODES);
  const list = useRef<HTMLUListElement>(null);
  const errors = findings.filter((finding) => finding.severity === "error");
  const sorted = [...errors, ...findings.filter((finding) => finding.severity !== "error")];
  return (
    <>
      <p className={findings.length === 0 ? "hint drawer-empty" : "unseen"} role="status">
        {findings.length === 0 ? strings.problems.none : strings.problems.count(errors.length, findings.length - errors.length)}
      </p>
      {findings.length > 0 && (
        <ul className="rows problems" ref={list} tabIndex={-1} aria-label={strings.problems.tab}>
          {sorted.slice(0, MOST).map((finding, place) => (
            <Row
              key={`${finding.path} ${finding.code} ${place}`}
              finding={finding}
              nodes={nodes}
              after={() => mayTakeFocus(list.current) && list.current?.focus()}
            />
          ))}
          {sorted.length > MOST && <li className="row row-soft">{strings.problems.more(sorted.length - MOST)}</li>}
        </ul>
      )}
    </>
  );
}

interface Props {
  finding: Finding;
  nodes: Record<string, FlowNode>;
  after: () => void;
}

function Row({ finding, nodes, after }: Props) {
  const at = placeOf(finding.path);
  const known = at.node in nodes;
  const way = (finding.counter_example ?? []).map((node) => titleOf(node, nodes[node]));
  const isError = finding.severity === "error";
  return (
    <li className="row problem">
      <Mark tone={isError ? "wrong" : "care"} label={isError ? strings.problems.error : strings.problems.warning} />
      <span className="row-main">
        {finding.message} {finding.hint && <span className="row-soft">{finding.hint}</span>}
        {way.length > 1 && <span className="row-place">{strings.problems.reached(way.join(" → "))}</span>}
      </span>
      <Fixes finding={finding} after={after} />
      {finding.file ? <code className="row-soft">{finding.file}</code> : <code className="row-soft">{finding.path}</code>}
      {!finding.file && !known && at.node === "" && (
        <button type="button" className="link" onClick={showFlowForm}>
          {strings.problems.goFlow}
        </button>
      )}
      {!finding.file && known && (
        <button
          type="button"
          className="link"
          onClick={() => pick({ node: at.node, ...(at.outcome ? { outcome: at.outcome } : {}) })}
        >
          {strings.problems.go(titleOf(at.node, nodes[at.node]))}
        </button>
      )}
    </li>
  );
}
