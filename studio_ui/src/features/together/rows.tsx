import { changeSaid } from "../../api/said";
import type { Row, Together, Whose } from "../../api/together";
import { togetherStrings as words } from "../../app/together_strings";
import type { Json } from "../../document/json";
import { writeJson } from "../../document/json";

interface Props {
  found: Together;
  choices: Readonly<Record<string, Whose>>;
  choose: (path: string, whose: Whose) => void;
}

const GROUPS = ["both", "theirs", "mine"] as const;

/** Every change of either side: where both changed the same one has to choose, else one may. */
export function Rows({ found, choices, choose }: Props) {
  return GROUPS.map((by) => {
    const rows = found.rows.filter((row) => row.by === by);
    if (rows.length === 0) return null;
    return (
      <section key={by} className={`together-group together-${by}`} aria-label={words[by]}>
        <h3>{words[by]}</h3>
        <ul>
          {rows.map((row) => (
            <li key={row.path + row.sentence}>
              <p>{changeSaid(row.sentence)}</p>
              {by === "both" && <Values row={row} />}
              <Choice row={row} chosen={choices[row.path] ?? (by === "both" ? "" : by)} choose={choose} />
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function Values({ row }: { row: Row }) {
  return (
    <dl className="together-values">
      {(["base", "theirs", "mine"] as const).map((side) => (
        <div key={side}>
          <dt>{side === "base" ? words.was : side === "theirs" ? words.theirsShort : words.mineShort}</dt>
          <dd>{shown(row[side])}</dd>
        </div>
      ))}
    </dl>
  );
}

const SHOWN = 400;

function shown(value: Json): string {
  if (value === null) return words.nothing;
  const text = typeof value === "string" ? value : writeJson(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function Choice({ row, chosen, choose }: { row: Row; chosen: Whose | ""; choose: Props["choose"] }) {
  const say = (whose: Whose): string => {
    if (row.by === "both") return whose === "theirs" ? words.theirsShort : words.mineShort;
    return whose === row.by ? words.take : words.leave;
  };
  const place = row.path.replace(/^\$\.?(nodes|wires)?\.?/, "").replaceAll("_", " ") || row.path;
  const order: readonly Whose[] = row.by === "mine" ? ["mine", "theirs"] : ["theirs", "mine"];
  return (
    <div role="radiogroup" aria-label={words.whose(place)} className="together-choice">
      {order.map((whose) => (
        <label key={whose}>
          <input
            type="radio"
            name={`${row.by} ${row.path} ${row.sentence}`}
            checked={chosen === whose}
            onChange={() => choose(row.path, whose)}
          />{" "}
          {say(whose)}
        </label>
      ))}
    </div>
  );
}
