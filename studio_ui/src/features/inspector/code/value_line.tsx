import type { Previewed } from "../../../api/language";
import { faultSaid } from "../../../api/said";
import { inspectorStrings } from "../../../app/inspector_strings";
import { writeJson, type Json } from "../../../document/json";

const LONGEST = 160;

/** `With “a caller from abroad”: false.` */
export function ValueLine({ value }: { value: Previewed }) {
  const words = inspectorStrings.value;
  if (value.invalid !== undefined) return null; // the field says so itself
  if (value.unready !== undefined) return <p className="field-hint field-value">{words.unready}</p>;
  if (!value.case) return <p className="field-hint field-value">{words.none(value.of ?? 0)}</p>;
  const title = [value.case.replaceAll("_", " "), value.example].filter(Boolean).join(", ");
  const seen = (value.values ?? []).map(({ value: found, problem }) => ({ text: problem === undefined ? brief(found ?? null) : faultSaid(problem), problem }));
  return (
    <p className="field-hint field-value">
      {words.withCase(title)}{" "}
      {seen.map(({ text, problem }, place) => (
        <span key={place}>
          {place > 0 && `, ${words.again} `}
          <b className={problem === undefined ? "code" : "field-value-problem"}>{text}</b>
        </span>
      ))}
    </p>
  );
}

function brief(value: Json): string {
  const text = writeJson(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
