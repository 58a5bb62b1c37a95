import { Handle, Position, useConnection, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { strings } from "../../app/strings";
import { titleOf, type FlowNode } from "../../document/flow";
import { isException, type Leaving } from "../../document/outcome";
import { outcomeLabel, promptText, shownLeavings, summaryOf } from "../../document/select";
import { Badge, family, FamilyIcon } from "../../ui";
import { useDoc, useOpen } from "../editing";
import { useSession } from "../session";
import { useOverlay } from "./overlay";

const NO_WIRES: Record<string, string> = {};

/** One card for every type of step: all that differs comes from the palette's data. */
export const Card = memo(function Card({ id, selected }: NodeProps) {
  const node = useDoc((doc) => doc.flow.nodes[id], undefined);
  const wires = useDoc((doc) => doc.flow.wires[id], undefined) ?? NO_WIRES;
  const isStart = useDoc((doc) => doc.flow.start === id, false);
  const type = useSession((state) => (node ? state.palette[node.type] : undefined));
  const problems = useOpen(
    (open) =>
      open.findings.filter(
        (finding) =>
          finding.path.startsWith(`$.nodes.${id}.`) ||
          finding.path === `$.nodes.${id}` ||
          finding.path.startsWith(`$.wires.${id}.`) ||
          finding.path.startsWith(`$.wires.${id}[`) ||
          finding.path === `$.wires.${id}`,
      ).length,
    0,
  );
  const lit = useOverlay((state) => state.lit(id));
  if (!node) return null;
  const leavings = shownLeavings(type, node, wires);
  const said = promptText(node["prompt"], "en", "voice");
  const facts = summaryOf(type, node);
  return (
    <div className={`card ${family(type?.group)} ${selected ? "card-picked" : ""} ${lit ? `card-${lit}` : ""}`}>
      <Handle type="target" id="in" position={Position.Left} className="pin" isConnectableStart={false} />
      <WholeCard />
      <div className="card-head">
        <FamilyIcon icon={type?.icon ?? ""} group={type?.group ?? "End"} />
        <b>{titleOf(id, node)}</b>
        {isStart && <span className="card-start">{strings.canvas.start}</span>}
        {problems > 0 && <Badge tone="wrong">! {problems}</Badge>}
      </div>
      {facts && <div className="card-facts">{facts}</div>}
      {said && <div className="card-said">“{said}”</div>}
      {lit === "now" && <div className="card-here">{strings.canvas.here}</div>}
      <ul>
        {leavings.map((leaving) => (
          <Outcome key={leaving.name} id={id} node={node} leaving={leaving} wired={leaving.name in wires} />
        ))}
      </ul>
    </div>
  );
});

/** While a wire is drawn the whole card takes it. */
function WholeCard() {
  const drawing = useConnection((connection) => connection.inProgress);
  return (
    <Handle
      type="target"
      id="card"
      position={Position.Left}
      className={drawing ? "whole whole-open" : "whole"}
      isConnectableStart={false}
    />
  );
}

function Outcome({ id, node, leaving, wired }: { id: string; node: FlowNode; leaving: Leaving; wired: boolean }) {
  const { name } = leaving;
  const exception = isException(name);
  const slot = useOverlay((state) => state.slot(id, name));
  const lit = useOverlay((state) => state.went(id, name));
  const loose = leaving.required && !wired;
  const className = [
    "outcome",
    exception ? "outcome-exception" : "",
    wired ? "outcome-wired" : "",
    loose ? "outcome-loose" : "",
    lit ? "outcome-lit" : "",
  ].join(" ");
  return (
    <li className={className}>
      <span className="slot">{slot}</span>
      <span className="outcome-name">{outcomeLabel(node, name)}</span>
      {loose && <span className="unseen">{strings.canvas.loose}</span>}
      <Handle type="source" id={name} position={Position.Right} className="jack" />
    </li>
  );
}
