import { useId } from "react";
import { strings } from "../../app/strings";
import { titleOf, type FlowNode, type NodeType } from "../../document/flow";
import { outcomesOf } from "../../document/outcome";
import { outcomeLabel } from "../../document/select";
import type { Finding, Fix } from "../../api/types";
import { act, useDoc, useEditing, useOpen } from "../editing";
import { Fixes } from "../problems";

const NO_FINDINGS: Finding[] = [];
const NO_NODES: Record<string, FlowNode> = {};

/** Wiring without a pointer: where each way out goes, as a choice. */
export function GoesTo({ id, node, type }: { id: string; node: FlowNode; type: NodeType | undefined }) {
  const nodes = useDoc((doc) => doc.flow.nodes, NO_NODES);
  const wires = useDoc((doc) => doc.flow.wires[id], undefined);
  const findings = useOpen((open) => open.findings, NO_FINDINGS);
  const wanted = useEditing((state) => state.pick?.outcome ?? "");
  const base = useId();
  const leavings = type ? outcomesOf(type.outcomes, node) : [];
  if (leavings.length === 0) return null;
  return (
    <section className="goes-to" aria-label={strings.inspector.goesTo}>
      <h3>{strings.inspector.goesTo}</h3>
      {leavings.map(({ name, required }) => {
        const to = wires?.[name] ?? "";
        const loose = required && to === "";
        return (
          <div key={name} className={name === wanted ? "goes goes-wanted" : "goes"}>
            <label htmlFor={`${base}-${name}`}>{outcomeLabel(node, name)}</label>
            <select
              id={`${base}-${name}`}
              className="input"
              value={to}
              aria-invalid={loose || undefined}
              onChange={(event) => {
                const target = event.target.value;
                if (target) act({ do: "wire", node: id, outcome: name, to: target }, strings.did.wire);
                else act({ do: "unwire", node: id, outcome: name }, strings.did.unwire);
              }}
            >
              <option value="">{required ? strings.inspector.notConnected : strings.inspector.climbs(name)}</option>
              {Object.entries(nodes).map(([key, other]) => (
                <option key={key} value={key}>
                  {titleOf(key, other)}
                </option>
              ))}
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

/** As the server writes the place of a wire. */
const pathOf = (id: string, outcome: string): string => `$.wires.${id}${/^[A-Za-z_]\w*$/.test(outcome) ? `.${outcome}` : `['${outcome}']`}`;

/** The likeliest and the last, which adds a step; the choice above has every other. */
const few = (fixes: readonly Fix[] = []): Fix[] => fixes.filter((_, place) => place === 0 || place === fixes.length - 1);
