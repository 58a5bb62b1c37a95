import { useEffect, useState } from "react";
import { stock } from "../../api/stock";
import { adminStrings as words } from "../../app/admin_strings";
import { get } from "../../document/action";
import { ChoiceField, TextField, type Form } from "./fields";

/** When the contact center is open: one of the schedules of its environment. */
export function HoursField({ form, environment }: { form: Form; environment: string }) {
  const { center } = words;
  const schedules = useSchedules(environment);
  const held = get(form.doc, ["hours"]);
  // While they are not known, or cannot be, the name can be written all the same.
  if (schedules === null) return <TextField form={form} path={["hours"]} label={center.hours} hint={center.hoursHint} />;
  const known = typeof held === "string" && held !== "" && !schedules.includes(held) ? [held, ...schedules] : schedules;
  return (
    <ChoiceField
      form={{ ...form, set: (path, value) => form.set(path, value === "" ? undefined : value) }}
      path={["hours"]}
      label={center.hours}
      hint={schedules.length === 0 ? center.noSchedules : center.hoursHint}
      options={{ "": center.always, ...Object.fromEntries(known.map((name) => [name, schedules.includes(name) ? name : center.gone(name)])) }}
      usual=""
    />
  );
}

function useSchedules(environment: string): string[] | null {
  const [known, setKnown] = useState<string[] | null>(null);
  useEffect(() => {
    if (environment === "") return;
    let here = true;
    stock.all(environment, "schedules").then(
      ({ parts }) => here && setKnown(Object.keys(parts)),
      () => here && setKnown(null),
    );
    return () => {
      here = false;
    };
  }, [environment]);
  return known;
}
