import "./inspector.css";
import { useState } from "react";
import { inspectorStrings } from "../../app/inspector_strings";
import { formStrings } from "../../app/form_strings";
import { strings } from "../../app/strings";
import { titleOf, type FlowNode, type NodeType } from "../../document/flow";
import type { JsonObject } from "../../document/json";
import { problemsAt } from "../../document/select";
import { Badge, Button, family, FamilyIcon } from "../../ui";
import { act, closeForm, pick, useDoc, useEditing, useMayEdit, useOpen } from "../editing";
import { StepProblems } from "../problems";
import { useSession } from "../session";
import { AnyField } from "./fields/any_field";
import { FlowForm } from "./flow_form";
import { GoesTo } from "./goes_to";
import { StepHelp } from "./help";
import { labelOf, shapeOf } from "./shape";
import { fieldsShown } from "./shown";

/** The form of what is picked: a step, else the flow. */
export function Inspector() {
  const id = useEditing((state) => state.pick?.node ?? "");
  const known = useDoc((doc) => id in doc.flow.nodes, false);
  return known ? <StepForm id={id} /> : <FlowForm />;
}

/** The form of a step, made from its type's schema, and where each of its ways out goes. */
function StepForm({ id }: { id: string }) {
  const node = useDoc((doc) => doc.flow.nodes[id], undefined);
  const type = useSession((state) => (node ? state.palette[node.type] : undefined));
  const mayEdit = useMayEdit();
  if (!node) return null;
  return (
    <aside className="inspector" data-step={id} aria-label={formStrings.inspector.title(titleOf(id, node))}>
      <Head id={id} node={node} type={type} />
      <StepProblems node={id} />
      <fieldset key={id} className="plain" disabled={!mayEdit}>
        <Doing id={id} />
        {type ? (
          <Form id={id} node={node} type={type} />
        ) : (
          <p className="field-error">{formStrings.inspector.unknownType(node.type)}</p>
        )}
        <GoesTo id={id} node={node} type={type} />
        {type && <StepHelp id={id} node={node} type={type} />}
      </fieldset>
    </aside>
  );
}

function Head({ id, node, type }: { id: string; node: FlowNode; type: NodeType | undefined }) {
  const errors = useOpen((open) => problemsAt(open.findings, id).errors, 0);
  const warnings = useOpen((open) => problemsAt(open.findings, id).warnings, 0);
  return (
    <>
      <div className={`inspector-head ${family(type?.group)}`}>
        <FamilyIcon icon={type?.icon ?? ""} group={type?.group ?? "End"} />
        <h2>{titleOf(id, node)}</h2>
        {errors > 0 && <Badge tone="wrong">{formStrings.inspector.problems(errors)}</Badge>}
        {warnings > 0 && <Badge tone="care">{formStrings.inspector.warnings(warnings)}</Badge>}
        <Button kind="quiet" aria-label={strings.close} onClick={closeForm}>
          ✕
        </Button>
      </div>
      <p className="inspector-purpose">{type?.purpose}</p>
    </>
  );
}

function Doing({ id }: { id: string }) {
  const start = useDoc((doc) => doc.flow.start === id, false);
  return (
    <div className="row-of-buttons">
      <code>{id}</code>
      {!start && (
        <Button kind="quiet" onClick={() => act({ do: "start", node: id }, strings.did.start)}>
          {formStrings.inspector.makeStart}
        </Button>
      )}
      <Button
        kind="quiet"
        className="danger-text"
        onClick={() => {
          act({ do: "remove", nodes: [id] }, strings.did.remove(1));
          pick(null);
        }}
      >
        {formStrings.inspector.removeStep}
      </Button>
    </div>
  );
}

function Form({ id, node, type }: { id: string; node: FlowNode; type: NodeType }) {
  const findings = useOpen((open) => open.findings, undefined);
  const errorAt = (below: string) => findings?.find((finding) => finding.path === `$.nodes.${id}${below}`)?.message;
  const properties = (type.schema["properties"] ?? {}) as JsonObject;
  const required = Array.isArray(type.schema["required"]) ? type.schema["required"] : [];
  const [{ more: kept }] = useState(() => fieldsShown(type, node));
  const { first, more } = fieldsShown(type, node, kept);
  const drawn = (name: string) => (
    <AnyField
      key={name}
      name={name}
      label={name === "title" ? strings.canvas.stepName : labelOf(name, properties[name])}
      shape={
        name === "title" ? { ...shapeOf(properties[name], type.schema), hint: "" } : shapeOf(properties[name], type.schema)
      }
      root={type.schema}
      value={node[name]}
      required={required.includes(name)}
      error={errorAt(`.${name}`)}
      errorAt={(below) => errorAt(`.${name}${below}`)}
      path={`$.nodes.${id}.${name}`}
      set={(value) => act({ do: "configure", node: id, path: [name], value }, strings.did.configure(labelOf(name, properties[name])), `${id}.${name}`)}
    />
  );
  const wrong = more.some((name) => node[name] !== undefined && findings?.some((each) => each.path.startsWith(`$.nodes.${id}.${name}`)));
  return (
    <div className="form">
      {["title", ...first].filter((name) => name in properties).map(drawn)}
      {more.length > 0 && (
        <details className="more-fields" open={wrong || undefined}>
          <summary>{inspectorStrings.more(more.length)}</summary>
          {more.map(drawn)}
        </details>
      )}
    </div>
  );
}
