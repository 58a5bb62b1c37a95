import { useEffect, useState } from "react";
import { catalogue } from "../../api/studio";
import { formStrings } from "../../app/form_strings";
import { strings } from "../../app/strings";
import { get } from "../../document/action";
import { titleOf, type Flow } from "../../document/flow";
import type { Json, JsonObject } from "../../document/json";
import { Button, Field } from "../../ui";
import { act, closeForm, useDoc, useMayEdit, useOpen } from "../editing";
import { KeysField } from "./fields/keys_field";
import { NamesField } from "./fields/names_field";
import { VariablesField } from "./fields/variables_field";
import { Choose } from "./choose";

/** With nothing picked: what belongs to the flow as a whole. */
export function FlowForm() {
  const flow = useDoc<Flow | undefined>((doc) => doc.flow, undefined);
  const findings = useOpen((open) => open.findings, undefined);
  const mayEdit = useMayEdit();
  const schema = useFlowSchema();
  if (!flow) return null;
  const errorAt = (below: string) => findings?.find((finding) => finding.path === `$${below}`)?.message;
  const choicesOf = (...path: string[]) => {
    const found = get(schema, ["properties", ...path, "enum"]);
    return Array.isArray(found) ? found.map(String) : [];
  };
  const steps = Object.entries(flow.nodes).map(([id, node]) => [id, titleOf(id, node)] as const);
  const kind = flow.kind ?? "entry";
  const kinds = choicesOf("kind").map((known) => [known, formStrings.flow.kinds[known] ?? known] as const);
  return (
    <aside className="inspector" aria-label={strings.canvas.settings}>
      <div className="inspector-head">
        <h2>{strings.canvas.settings}</h2>
        <Button kind="quiet" aria-label={strings.close} onClick={closeForm}>
          ✕
        </Button>
      </div>
      <p className="inspector-purpose">{formStrings.flow.lead}</p>
      <fieldset className="plain" disabled={!mayEdit}>
        <Field label={formStrings.flow.title} error={errorAt(".title")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              maxLength={200}
              value={flow.title}
              onChange={(event) => {
                const title = event.target.value;
                act({ do: "settle", path: ["title"], value: title }, strings.did.configure(formStrings.flow.title), "flow.title");
              }}
            />
          )}
        </Field>
        <Choose
          label={formStrings.flow.kind}
          value={kind}
          options={kinds}
          error={errorAt(".kind")}
          choose={(chosen) =>
            act({ do: "settle", path: ["kind"], value: chosen }, strings.did.configure(formStrings.flow.kind))
          }
        />
        <Choose
          label={formStrings.flow.start}
          value={flow.start}
          options={steps}
          error={errorAt(".start")}
          choose={(node) => node && act({ do: "start", node }, strings.did.start)}
        />
        {(["error", "hangup"] as const).map((when) => (
          <Choose
            key={when}
            label={formStrings.flow.on[when]}
            value={flow.on?.[when] ?? ""}
            options={[["", formStrings.flow.otherwise[when]], ...steps]}
            error={errorAt(`.on.${when}`)}
            choose={(node) =>
              act({ do: "settle", path: ["on", when], value: node || undefined }, strings.did.configure(formStrings.flow.on[when]))
            }
          />
        ))}
        <KeysField
          value={flow.keys ?? {}}
          steps={steps}
          errorAt={errorAt}
          set={(key, node) => act({ do: "settle", path: ["keys", key], value: node }, strings.did.configure(formStrings.flow.key(key)))}
        />
        <VariablesField
          value={flow.variables ?? {}}
          types={choicesOf("variables", "additionalProperties", "properties", "type")}
          errorAt={errorAt}
          set={(value, together) =>
            act({ do: "settle", path: ["variables"], value }, strings.did.configure(formStrings.flow.variables), together)
          }
        />
        {(kind !== "entry" || flow["inputs"] !== undefined) && (
          <>
            {(["inputs", "outputs", "exits"] as const).map((field) => (
              <NamesField
                key={field}
                label={formStrings.flow.names[field]}
                hint={formStrings.flow.namesHint[field]}
                value={flow[field] as Json | undefined}
                error={errorAt(`.${field}`)}
                set={(value) => act({ do: "settle", path: [field], value }, strings.did.configure(formStrings.flow.names[field]))}
              />
            ))}
          </>
        )}
      </fieldset>
    </aside>
  );
}

let asked: Promise<JsonObject> | undefined;

/** What may be chosen comes from the flow schema, as everything of the forms does. */
function useFlowSchema(): JsonObject {
  const [schema, setSchema] = useState<JsonObject>({});
  useEffect(() => {
    let wanted = true;
    asked ??= catalogue.flowSchema();
    asked.then(
      (answer) => wanted && setSchema(answer),
      () => (asked = undefined), // the next opening asks again
    );
    return () => {
      wanted = false;
    };
  }, []);
  return schema;
}
