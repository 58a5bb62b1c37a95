import { useEffect, useState, type FormEvent } from "react";
import type { Kind } from "../../api/admin";
import { goUnlessLeft, to } from "../../app/address";
import { adminStrings as words } from "../../app/admin_strings";
import { Link } from "../../app/link";
import { strings } from "../../app/strings";
import type { JsonObject } from "../../document/json";
import { Button, Field, toast, focused } from "../../ui";
import { useMay, useSession } from "../session";
import { AddressForm } from "./address_form";
import { CenterForm } from "./center_form";
import type { Form } from "./fields";
import { shortened } from "./kept_for";
import { begin, giveUp, idOf, isChanged, name as rename, openThing, removeThing, saveThing, useAdmin, write, type Thing } from "./store";
import { KeepLess } from "./take_away";
import { TenantForm } from "./tenant_form";
import { UserForm } from "./user_form";

const BLANK: Record<Kind, () => JsonObject> = {
  "contact-centers": () => ({ title: "" }),
  addresses: () => ({ kind: "number" }),
  tenant: () => ({}),
  users: () => ({ name: "", directory_id: useSession.getState().users[0]?.directory_id ?? "", object_id: "" }),
};

/** One thing with its form; `key` "" is a new one. */
export function Detail({ kind, thing: key }: { kind: Kind; thing: string }) {
  const id = idOf(kind, key);
  const thing = useAdmin((state) => state.open[id]);
  const problem = useAdmin((state) => state.problem);
  useEffect(() => {
    if (key === "") begin(kind, BLANK[kind]());
    else void openThing(kind, key);
  }, [kind, key]);
  if (thing) return <Sheet key={id} kind={kind} thingKey={key} thing={thing} />;
  return problem ? (
    <p role="alert" className="field-error">
      {problem}
    </p>
  ) : (
    <p className="hint">{strings.loading}</p>
  );
}

function Sheet({ kind, thingKey: key, thing }: { kind: Kind; thingKey: string; thing: Thing }) {
  const id = idOf(kind, key);
  const name = thing.as;
  const [asking, setAsking] = useState(false);
  const [less, setLess] = useState(false);
  const everywhere = useMay("administer", "");
  const here = useMay("administer", kind === "contact-centers" ? key : "");
  const mayWrite = key === "" ? everywhere : here;
  const changed = isChanged(thing);
  const title = key === "" ? words.kinds[kind].fresh : kind === "tenant" ? words.kinds.tenant.title : key;
  const form: Form = { doc: thing.doc, set: (path, value) => write(id, path, value), fault: thing.fault };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (kind === "tenant" && thing.stored && shortened(thing.stored, thing.doc).length > 0) setLess(true);
    else void save();
  };
  const save = async () => {
    setLess(false);
    const lead = goUnlessLeft();
    if (!(await saveThing(kind, key, key || name))) return;
    toast(words.saved(key === "" ? name : title));
    if (key === "") lead(to("admin", kind, name));
  };
  const remove = async () => {
    const lead = goUnlessLeft();
    if (await removeThing(kind, key)) {
      toast(words.removed(key));
      lead(to("admin", kind));
    }
  };
  return (
    <form className="admin-form" aria-label={title} onSubmit={submit}>
      {kind !== "tenant" && (
        <Link className="link admin-back" href={to("admin", kind)}>
          {words.all}
        </Link>
      )}
      <h2>{title}</h2>
      {!mayWrite && <p className="hint">{words.readOnly}</p>}
      {thing.fault && !SHOWN.test(thing.fault.field) && (
        <p role="alert" className="admin-fault">
          {thing.fault.text}{" "}
          {thing.fault.stale && (
            <Button onClick={() => void openThing(kind, key, true)}>{words.theirs}</Button>
          )}
        </p>
      )}
      <fieldset className="plain" disabled={!mayWrite || (thing.busy && key === "")}>
        {key === "" && (
          <Field label={words.kinds[kind].key} hint={words.kinds[kind].keyHint} error={thing.fault?.field === "key" ? thing.fault.text : undefined}>
            {(ids) => <input {...ids} className="input code" required ref={focused} value={name} onChange={(event) => rename(id, event.target.value)} />}
          </Field>
        )}
        {kind === "contact-centers" && <CenterForm form={form} name={key} />}
        {kind === "addresses" && <AddressForm form={form} stored={thing.stored} />}
        {kind === "users" && <UserForm form={form} />}
        {kind === "tenant" && <TenantForm form={form} stored={thing.stored} />}
        {mayWrite && (
          <div className="row-of-buttons admin-foot">
            <Button kind="main" type="submit" off={!changed}>
              {words.save}
            </Button>
            {changed && <Button onClick={() => giveUp(kind, key)}>{words.giveUp}</Button>}
            {key !== "" && kind !== "tenant" && everywhere && (
              <Button kind={asking ? "danger" : "quiet"} className="danger-text" onBlur={() => setAsking(false)} onClick={() => (asking ? void remove() : setAsking(true))}>
                {asking ? words.really(key) : words.remove}
              </Button>
            )}
          </div>
        )}
      </fieldset>
      {less && thing.stored && <KeepLess stored={thing.stored} doc={thing.doc} close={() => setLess(false)} save={() => void save()} />}
    </form>
  );
}

/** Fields that say themselves what was refused. */
const SHOWN = /^(key|title|name|time_zone|languages|link|kind|max_waiting|weight|agent_order|directory_id|object_id|service_level.*|wrap_up.*|offer_s.*|roles.*|memberships.*|hours|short_abandon_s|capacity.*|misses.*|unblock_after_s|decline_s|resume_s|devices|licences.*|away_reasons.*|retention.*|not_in_service|apology)$/;
