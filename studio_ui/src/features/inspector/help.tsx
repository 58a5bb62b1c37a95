import { inspectorStrings } from "../../app/inspector_strings";
import { type FlowNode, type NodeType } from "../../document/flow";
import { entriesOf, keysOf, writeJson, type Json, type JsonObject } from "../../document/json";
import { outcomesOf } from "../../document/outcome";
import { outcomeLabel } from "../../document/select";
import { Button } from "../../ui";
import { act } from "../editing";
import { labelOf, shapeOf } from "./shape";

/** What a step of this type does, how it is left, what each field means, and an example to begin with. */
export function StepHelp({ id, node, type }: { id: string; node: FlowNode; type: NodeType }) {
  const words = inspectorStrings.help;
  const properties = (type.schema["properties"] ?? {}) as JsonObject;
  const fields = keysOf(properties).filter((name) => name !== "type" && name !== "title");
  const left = outcomesOf(type.outcomes, node);
  const example: JsonObject = Object.fromEntries(entriesOf(type.example).filter(([name]) => name !== "title"));
  const fill = () => {
    const value = { ...example, ...(node["title"] === undefined ? {} : { title: node["title"] }) } as Json;
    act({ do: "fix", edits: [{ path: ["nodes", id], value }] }, words.did(type.title));
  };
  return (
    <details className="step-help">
      <summary>{words.title}</summary>
      <p>
        {type.purpose} {type.waits ? words.waits : words.atOnce} {words.stands(type.kinds)}
      </p>
      <p>{left.some((each) => each.required) ? words.left(left.map(({ name, required }) => (required ? outcomeLabel(node, name) : words.optional(outcomeLabel(node, name))))) : words.end}</p>
      {fields.length > 0 && (
        <dl>
          {fields.map((name) => (
            <div key={name}>
              <dt>{labelOf(name, properties[name])}</dt>
              <dd>{shapeOf(properties[name], type.schema).hint || words.plain}</dd>
            </div>
          ))}
        </dl>
      )}
      <h4>{words.example}</h4>
      <pre className="code" tabIndex={0} role="group" aria-label={words.example}>
        {pretty(example)}
      </pre>
      <Button kind="quiet" onClick={fill}>
        {words.fill}
      </Button>
    </details>
  );
}

const pretty = (value: JsonObject): string =>
  `{\n${entriesOf(value)
    .map(([name, item]) => `  ${JSON.stringify(name)}: ${writeJson(item)}`)
    .join(",\n")}\n}`;
