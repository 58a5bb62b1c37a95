import { strings } from "../../app/strings";
import type { Finding } from "../../api/types";
import { titleOf, type FlowNode } from "../../document/flow";
import { placeOf } from "../../document/select";
import { Mark } from "../../ui";
import { pick, showFlowForm, useDoc, useOpen } from "../editing";

const NONE: Finding[] = [];
const NO_NODES: Record<string, FlowNode> = {};

/** What stands in the way of publishing, and what to think about; each leads to its place. */
export function Problems() {
  const findings = useOpen((open) => open.findings, NONE);
  const nodes = useDoc((doc) => doc.flow.nodes, NO_NODES);
  if (findings.length === 0) return <p className="hint drawer-empty">{strings.problems.none}</p>;
  return (
    <ul className="rows">
      {findings.map((finding, place) => {
        const at = placeOf(finding.path);
        const known = at.node in nodes;
        return (
          <li key={`${finding.path} ${finding.code} ${place}`} className="row">
            <Mark
              tone={finding.severity === "error" ? "wrong" : "care"}
              label={finding.severity === "error" ? strings.problems.error : strings.problems.warning}
            />
            <span className="row-main">
              {finding.message} {finding.hint && <span className="row-soft">{finding.hint}</span>}
            </span>
            <code className="row-soft">{finding.path}</code>
            {!known && at.node === "" && (
              <button type="button" className="link" onClick={showFlowForm}>
                {strings.problems.goFlow}
              </button>
            )}
            {known && (
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
      })}
    </ul>
  );
}
