import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { strings } from "../../app/strings";
import { titleOf, type FlowNode } from "../../document/flow";
import type { JsonObject } from "../../document/json";
import { isException, type Leaving } from "../../document/outcome";
import { outcomeLabel, problemsAt, promptName, promptText, shownLeavings, summaryOf } from "../../document/select";
import { Badge, family, FamilyIcon } from "../../ui";
import { Tag } from "../diff";
import { useDoc, useMayEdit, useOpen } from "../editing";
import { useSession } from "../session";
import { CardMark } from "./mark";
import { useOverlay } from "./overlay";
import { mayLead, useDrawing } from "./wiring";
import { Rename } from "./rename";
import { startRename, useRename } from "./rename_store";
import { focusCard } from "./walk";

const NO_WIRES: Record<string, string> = {};
const NO_PROMPTS: JsonObject = {};

/** One card for every type of step: all that differs comes from the palette's data. */
export const Card = memo(
  function Card({ id, selected }: NodeProps) {
    const node = useDoc((doc) => doc.flow.nodes[id], undefined);
    return node ? <Face id={id} node={node} selected={selected} /> : null;
  },
  (before, after) => before.id === after.id && before.selected === after.selected, // a move is not the card's affair
);

function Face({ id, node, selected }: { id: string; node: FlowNode; selected: boolean }) {
  const wires = useDoc((doc) => doc.flow.wires[id], undefined) ?? NO_WIRES;
  const isStart = useDoc((doc) => doc.flow.start === id, false);
  const type = useSession((state) => state.palette[node.type]);
  const refuses = useDrawing((state) => state.from === id && !mayLead(id, id));
  const errors = useOpen((open) => problemsAt(open.findings, id).errors, 0);
  const warnings = useOpen((open) => problemsAt(open.findings, id).warnings, 0);
  const leavings = shownLeavings(type, node, wires);
  const { lit, here, change, rows } = useOverlay(
    id,
    leavings.map((leaving) => leaving.name),
  );
  const named = useOpen((open) => open.prompts, NO_PROMPTS);
  const said = promptText(node["prompt"], "en", "voice", named);
  const facts = [promptName(node["prompt"]), summaryOf(type, node, strings.canvas.several)].filter(Boolean).join(" · ");
  const title = titleOf(id, node);
  const renaming = useRename((state) => state.step === id && state.where === "card");
  return (
    <div
      className={`card ${family(type?.group)} ${selected ? "card-picked" : ""} ${lit ? `card-${lit}` : ""}`}
      data-title={title}
      data-refuses={refuses || undefined}
    >
      <Handle type="target" id="in" position={Position.Left} className="pin" isConnectableStart={false} />
      <div className="card-head">
        <FamilyIcon icon={type?.icon ?? ""} group={type?.group ?? "End"} />
        {renaming ? (
          <Rename id={id} title={title} done={() => focusCard(id)} />
        ) : (
          <b onDoubleClick={() => startRename(id)}>{title}</b>
        )}
        {isStart && <span className="card-start">{strings.canvas.start}</span>}
        {change && <Tag mark={change} />}
        {errors > 0 && <Badge tone="wrong">! {errors}</Badge>}
        {warnings > 0 && (
          <Badge tone="care">
            <span aria-hidden="true">△</span> <span className="unseen">{strings.problems.warning}</span> {warnings}
          </Badge>
        )}
      </div>
      {facts && <div className="card-facts">{facts}</div>}
      {said && <div className="card-said">“{said}”</div>}
      {here && <div className="card-here">{here}</div>}
      <CardMark node={id} />
      <ul>
        {leavings.map((leaving, place) => (
          <Outcome
            key={leaving.name}
            node={node}
            leaving={leaving}
            wired={leaving.name in wires}
            slot={rows[place]?.slot ?? ""}
            went={rows[place]?.went ?? false}
            share={rows[place]?.share ?? 0}
          />
        ))}
      </ul>
    </div>
  );
}

interface OutcomeProps {
  node: FlowNode;
  leaving: Leaving;
  wired: boolean;
  slot: string;
  went: boolean;
  /** 0 to 1: how many of those who came took it. */
  share: number;
}

const Outcome = memo(function Outcome({ node, leaving, wired, slot, went, share }: OutcomeProps) {
  const { name } = leaving;
  const mayEdit = useMayEdit();
  const loose = leaving.required && !wired;
  const className = [
    "outcome",
    isException(name) ? "outcome-exception" : "",
    wired ? "outcome-wired" : "",
    loose ? "outcome-loose" : "",
    went ? "outcome-lit" : "",
  ].join(" ");
  return (
    <li className={className}>
      {share > 0 && <span className="outcome-share" style={{ width: `${(100 * share).toFixed(1)}%` }} aria-hidden="true" />}
      <span className="slot">{slot}</span>
      <span className="outcome-name">{outcomeLabel(node, name)}</span>
      {loose && <span className="unseen">{strings.canvas.loose}</span>}
      <Handle type="source" id={name} position={Position.Right} className="jack" isConnectable={mayEdit} />
    </li>
  );
});
