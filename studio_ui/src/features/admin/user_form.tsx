import { adminStrings as words } from "../../app/admin_strings";
import { strings } from "../../app/strings";
import { get } from "../../document/action";
import { isObject, type Json } from "../../document/json";
import { useSession } from "../session";
import { TextField, type Form } from "./fields";
import { WorkFields } from "./work_fields";

const ROLES = ["agent", "supervisor", "editor", "viewer", "report_viewer", "administrator"] as const;

/** A person: what they may do where, and which queues they serve with which skills. */
export function UserForm({ form }: { form: Form }) {
  const { user } = words;
  return (
    <>
      <TextField form={form} path={["name"]} label={user.name} required />
      <div className="pair">
        <TextField form={form} path={["directory_id"]} label={user.directory} hint={user.directoryHint} required />
        <TextField form={form} path={["object_id"]} label={user.object} required />
      </div>
      <Roles form={form} />
      <Memberships form={form} />
      <WorkFields form={form} />
    </>
  );
}

function Roles({ form }: { form: Form }) {
  const { user } = words;
  const centers = useSession((state) => state.contactCenters);
  const places: [string, string][] = [["", user.everywhere], ...centers.map((center): [string, string] => [center.name, center.title])];
  const heldAt = (place: string): Json[] => {
    const held = get(form.doc, ["roles", place]);
    return Array.isArray(held) ? held : [];
  };
  const turn = (place: string, role: string, on: boolean) => {
    const held = heldAt(place).filter((other) => other !== role);
    const next = on ? [...held, role] : held;
    form.set(["roles", place], next.length > 0 ? next : undefined);
  };
  const said = form.fault?.field.startsWith("roles") ? form.fault.text : "";
  return (
    <div className="admin-table">
      <table aria-label={user.roles}>
        <thead>
          <tr>
            <th scope="col">{user.roles}</th>
            {ROLES.map((role) => (
              <th key={role} scope="col">
                {strings.roles[role]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map(([place, title]) => (
            <tr key={place}>
              <th scope="row">{title}</th>
              {ROLES.map((role) => (
                <td key={role}>
                  <input
                    type="checkbox"
                    aria-label={user.roleIn(strings.roles[role] ?? role, title)}
                    checked={heldAt(place).includes(role)}
                    onChange={(event) => turn(place, role, event.target.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {said && <p className="field-error">{said}</p>}
    </div>
  );
}

function Memberships({ form }: { form: Form }) {
  const { user } = words;
  const centers = useSession((state) => state.contactCenters);
  const said = form.fault?.field.startsWith("memberships") ? form.fault.text : "";
  return (
    <fieldset className="group">
      <legend>{user.queues}</legend>
      <p className="hint">{user.levels}</p>
      {centers.map((center) => {
        const held = get(form.doc, ["memberships", center.name]);
        return (
          <div key={center.name} className="admin-member">
            <label className="admin-check">
              <input
                type="checkbox"
                checked={isObject(held)}
                onChange={(event) => form.set(["memberships", center.name], event.target.checked ? {} : undefined)}
              />{" "}
              {center.title}
            </label>
            {isObject(held) &&
              Object.entries(center.skills ?? {}).map(([skill, { title }]) => {
                const level = held[skill];
                return (
                  <label key={skill} className="admin-level">
                    {title || skill}
                    <input
                      className="input"
                      type="number"
                      min={0}
                      max={100}
                      aria-label={user.level(title || skill, center.title)}
                      placeholder="–"
                      value={typeof level === "number" ? level : ""}
                      onChange={(event) =>
                        form.set(["memberships", center.name, skill], event.target.value === "" ? undefined : Math.round(event.target.valueAsNumber))
                      }
                    />
                  </label>
                );
              })}
          </div>
        );
      })}
      {said && (
        <p role="alert" className="field-error">
          {said}
        </p>
      )}
    </fieldset>
  );
}
