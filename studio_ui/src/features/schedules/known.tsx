import { useState } from "react";
import { schedulesStrings as words } from "../../app/schedules_strings";
import { entriesOf, isObject, type Json, type JsonObject } from "../../document/json";
import { Button, Field } from "../../ui";
import { edit, useStock } from "../stock";

/** Time zone, emergency switch and holidays of a schedule. */
export function Known({ name, value }: { name: string; value: Json }) {
  const zone = useStock((state) => state.zone);
  const schedule = isObject(value) ? value : {};
  const set = (field: string, next: Json | undefined, label = words.didKnown(name)) => {
    const { [field]: _, ...rest } = schedule;
    edit(name, next === undefined || next === "" ? rest : { ...schedule, [field]: next }, label, field);
  };
  const text = (field: string) => (typeof schedule[field] === "string" ? schedule[field] : "");
  return (
    <>
      <div className="pair">
        <Field label={words.zone}>
          {(ids) => (
            <>
              <input {...ids} className="input" list="zones" value={text("time_zone")} placeholder={words.zoneOf(zone)} onChange={(event) => set("time_zone", event.target.value)} />
              <datalist id="zones">
                {Intl.supportedValuesOf("timeZone").map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label={words.emergency} hint={words.emergencyHint}>
          {(ids) => (
            <input {...ids} className="input code" value={text("emergency_switch")} placeholder={words.noSwitch} onChange={(event) => set("emergency_switch", event.target.value)} />
          )}
        </Field>
      </div>
      <section aria-label={words.holidays}>
        <h3>{words.holidays}</h3>
        <Rule rule={schedule["holiday_rule"]} set={(rule) => set("holiday_rule", rule, words.didHolidays(name))} />
        <OwnDays days={schedule["holidays"]} set={(days) => set("holidays", days, words.didHolidays(name))} />
      </section>
    </>
  );
}

/** The country is written when it is whole; until then it stays in the field. */
function Rule({ rule, set }: { rule: Json | undefined; set: (rule: Json | undefined) => void }) {
  const known = isObject(rule) ? rule : {};
  const [typed, setTyped] = useState<string | null>(null);
  const country = typed ?? String(known["country"] ?? "");
  const { subdivision: _, ...plain } = known;
  return (
    <>
      <p className="hint">{words.holidayHint}</p>
      <div className="pair">
        <Field label={words.country}>
          {(ids) => (
            <input
              {...ids}
              className="input code"
              maxLength={2}
              value={country}
              onChange={(event) => {
                const next = event.target.value.toUpperCase();
                const whole = /^[A-Z]{2}$/.test(next);
                setTyped(whole || next === "" ? null : next);
                if (whole) set({ country: next });
                else if (next === "") set(undefined);
              }}
            />
          )}
        </Field>
        <Field label={words.part}>
          {(ids) => (
            <input
              {...ids}
              className="input code"
              maxLength={8}
              disabled={!("country" in known)}
              value={String(known["subdivision"] ?? "")}
              onChange={(event) => set(event.target.value ? { ...known, subdivision: event.target.value } : plain)}
            />
          )}
        </Field>
      </div>
      <Without rule={known} set={set} />
    </>
  );
}

function Without({ rule, set }: { rule: JsonObject; set: (rule: Json) => void }) {
  const days = Array.isArray(rule["without"]) ? rule["without"].map(String) : [];
  if (days.length === 0) return null;
  const { without: _, ...rest } = rule;
  const put = (kept: string[]) => set(kept.length > 0 ? { ...rule, without: kept } : rest);
  return (
    <ul aria-label={words.without}>
      {days.map((day) => (
        <li key={day}>
          {day}{" "}
          <Button kind="quiet" aria-label={words.removeDay(day)} onClick={() => put(days.filter((one) => one !== day))}>
            ✕
          </Button>
        </li>
      ))}
    </ul>
  );
}

function OwnDays({ days, set }: { days: Json | undefined; set: (days: Json | undefined) => void }) {
  const known = isObject(days) ? days : {};
  const [day, setDay] = useState("");
  const [title, setTitle] = useState("");
  const put = (next: JsonObject) => set(Object.keys(next).length > 0 ? next : undefined);
  return (
    <>
      <ul aria-label={words.ownDays}>
        {entriesOf(known)
          .toSorted(([a], [b]) => a.localeCompare(b))
          .map(([date, name]) => (
            <li key={date}>
              <code>{date}</code> {String(name)}{" "}
              <Button
                kind="quiet"
                aria-label={words.removeDay(`${date}, ${String(name)}`)}
                onClick={() => put(Object.fromEntries(entriesOf(known).filter(([one]) => one !== date)))}
              >
                ✕
              </Button>
            </li>
          ))}
      </ul>
      <form
        className="stock-new"
        onSubmit={(event) => {
          event.preventDefault();
          put({ ...known, [day]: title });
          setDay("");
          setTitle("");
        }}
      >
        <Field label={words.day}>
          {(ids) => <input {...ids} type="date" className="input" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
        <Field label={words.dayName}>
          {(ids) => <input {...ids} className="input" maxLength={100} value={title} onChange={(event) => setTitle(event.target.value)} />}
        </Field>
        <Button type="submit" off={day === "" || title.trim() === ""}>
          {words.addDay}
        </Button>
      </form>
    </>
  );
}
