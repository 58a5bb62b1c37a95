import { memo, useId, useState } from "react";
import { formStrings } from "../../app/form_strings";
import { strings } from "../../app/strings";
import { titleOf, type FlowNode, type NodeType } from "../../document/flow";
import { outcomesOf } from "../../document/outcome";
import { outcomeLabel } from "../../document/select";
import type { Finding, Fix } from "../../api/types";
import { act, useDoc, useEditing, useOpen } from "../editing";
import { Fixes } from "../problems";

const NO_FINDINGS: Finding[] = [];
const NO_NODES: Record<string, FlowNode> = {};

/** The choices of a longer flow are there when one of them is asked for: thousands of them cost more than all else here. */
const FEW = 100;

/** Wiring without a pointer: where each way out goes, as a choice. */
export function GoesTo({ id, node, type }: { id: string; node: FlowNode; type: NodeType | undefined }) {
  const nodes = useDoc((doc) => doc.flow.nodes, NO_NODES);
  const wires = useDoc((doc) => doc.flow.wires[id], undefined);
  const findings = useOpen((open) => open.findings, NO_FINDINGS);
  const wanted = useEditing((state) => state.pick?.outcome ?? "");
  const base = useId();
  const [asked, setAsked] = useState("");
  const everything = asked === id || Object.keys(nodes).length <= FEW;
  const all = () => setAsked(id);
  const leavings = type ? outcomesOf(type.outcomes, node) : [];
  if (leavings.length === 0) return null;
  return (
    <section className="goes-to" aria-label={formStrings.inspector.goesTo}>
      <h3>{formStrings.inspector.goesTo}</h3>
      {leavings.map(({ name, required }) => {
        const to = wires?.[name] ?? "";
        const loose = required && to === "";
        return (
          <div key={name} data-way={name} className={name === wanted ? "goes goes-wanted" : "goes"}>
            <label htmlFor={`${base}-${name}`}>{outcomeLabel(node, name)}</label>
            <select
              id={`${base}-${name}`}
              className="input"
              value={to}
              aria-invalid={loose || undefined}
              onFocus={all}
              onPointerDown={all}
              onChange={(event) => {
                const target = event.target.value;
                if (target) act({ do: "wire", node: id, outcome: name, to: target }, strings.did.wire);
                else act({ do: "unwire", node: id, outcome: name }, strings.did.unwire);
              }}
            >
              <option value="">{required ? formStrings.inspector.notConnected : formStrings.inspector.climbs(name)}</option>
              {everything ? <Steps nodes={nodes} /> : to && <option value={to}>{titleOf(to, nodes[to])}</option>}
            </select>
            {findings.filter((finding) => finding.path === pathOf(id, name)).map((finding) => (
              <Fixes key={finding.code} finding={{ ...finding, fixes: few(finding.fixes) }} />
            ))}
          </div>
        );
      })}
    </section>
  );
}

interface Nodes {
  nodes: Record<string, FlowNode>;
}

/** Drawn anew when a step came, went or got another name, not with every letter that is typed in one. */
const Steps = memo(
  ({ nodes }: Nodes) =>
    Object.entries(nodes).map(([key, node]) => (
      <option key={key} value={key}>
        {titleOf(key, node)}
      </option>
    )),
  ({ nodes: before }, { nodes }) => {
    const ids = Object.keys(nodes);
    return ids.length === Object.keys(before).length && ids.every((id) => before[id]?.["title"] === nodes[id]?.["title"] && id in before);
  },
);

/** As the server writes the place of a wire. */
const pathOf = (id: string, outcome: string): string => `$.wires.${id}${/^[A-Za-z_]\w*$/.test(outcome) ? `.${outcome}` : `['${outcome}']`}`;

/** The likeliest and the last, which adds a step; the choice above has every other. */
const few = (fixes: readonly Fix[] = []): Fix[] => fixes.filter((_, place) => place === 0 || place === fixes.length - 1);
