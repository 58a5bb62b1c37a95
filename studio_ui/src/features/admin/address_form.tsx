import { useId } from "react";
import { adminStrings as words } from "../../app/admin_strings";
import { get } from "../../document/action";
import { isObject, type JsonObject } from "../../document/json";
import { useSession } from "../session";
import { ChoiceField, TextField, type Form } from "./fields";

type Target = "none" | "contact_center" | "front_door";

/** An address leads to exactly one place: a contact center, or a flow of the front door. */
export function AddressForm({ form, stored }: { form: Form; stored: JsonObject | null }) {
  const { address } = words;
  return (
    <>
      <TextField form={form} path={["title"]} label={address.title} hint={address.titleHint} />
      <ChoiceField form={form} path={["kind"]} label={address.kind} options={address.kinds} usual="number" />
      <Link form={form} before={stored && isObject(stored["link"]) ? stored["link"] : null} />
    </>
  );
}

function Link({ form, before }: { form: Form; before: JsonObject | null }) {
  const { address } = words;
  const centers = useSession((state) => state.contactCenters);
  const base = useId();
  const link = get(form.doc, ["link"]);
  const chosen: Target = !isObject(link) ? "none" : link["front_door"] ? "front_door" : "contact_center";
  const locked = (target: Target): boolean => before !== null && target !== "none" && target !== targetOf(before);
  const first = useFlows("front_door")[0]?.[0] ?? "";
  const begin: Record<Target, JsonObject | undefined> = {
    none: undefined,
    contact_center: { contact_center: centers[0]?.name ?? "" },
    front_door: { front_door: first },
  };
  const said = form.fault?.field === "link" ? form.fault.text : "";
  return (
    <fieldset className="group" aria-describedby={said ? `${base}-error` : undefined}>
      <legend>{address.leads}</legend>
      {(["none", "contact_center", "front_door"] as const).map((target) => (
        <label key={target} className="admin-check">
          <input
            type="radio"
            name={base}
            checked={chosen === target}
            disabled={locked(target)}
            onChange={() => form.set(["link"], before && target === targetOf(before) ? before : begin[target])}
          />{" "}
          {address.targets[target]}
        </label>
      ))}
      {before && <p className="hint">{address.lockedHint}</p>}
      {isObject(link) && <Place form={form} link={link} locked={before !== null} />}
      {said && (
        <p id={`${base}-error`} role="alert" className="field-error">
          {said}
        </p>
      )}
    </fieldset>
  );
}

const targetOf = (link: JsonObject): Target => (link["front_door"] ? "front_door" : "contact_center");

/** Which contact center, and which flow of it; while it is linked only the flow of the same contact center may change. */
function Place({ form, link, locked }: { form: Form; link: JsonObject; locked: boolean }) {
  const { address } = words;
  const centers = useSession((state) => state.contactCenters);
  const center = typeof link["contact_center"] === "string" ? link["contact_center"] : "";
  const flows = useFlows(center || "front_door");
  if (targetOf(link) === "front_door")
    return <ChoiceField form={form} path={["link", "front_door"]} label={address.flow} options={Object.fromEntries(flows)} usual="" disabled={locked} />;
  return (
    <div className="pair">
      <ChoiceField
        form={{ ...form, set: (_, value) => form.set(["link"], { contact_center: value ?? "" }) }}
        path={["link", "contact_center"]}
        label={address.center}
        disabled={locked}
        options={Object.fromEntries(centers.map((known) => [known.name, known.title]))}
        usual=""
      />
      <ChoiceField
        form={{ ...form, set: (path, value) => form.set(path, value === "" ? undefined : value) }}
        path={["link", "flow"]}
        label={address.ownFlow}
        options={{ "": address.itsOwn, ...Object.fromEntries(flows) }}
        usual=""
      />
    </div>
  );
}

function useFlows(environment: string): [string, string][] {
  const known = useSession((state) => state.environments.find((candidate) => candidate.name === environment)?.flows);
  return (known ?? []).filter((flow) => flow.kind === "entry").map((flow) => [flow.name, flow.title || flow.name]);
}
