import { traceStrings } from "../../app/trace_strings";
import { useMay } from "../session";
import { sinceOf, valuesAt, type Moment } from "./moments";
import { flowTitle, useKnownTitles } from "./titles";

interface Props {
  moments: readonly Moment[];
  stops: readonly number[];
  shown: number;
}

/** Variables and attributes as they stood then, what this step changed on top. */
export function Values({ moments, stops, shown }: Props) {
  const values = valuesAt(moments, shown);
  const since = sinceOf(stops, shown);
  const may = useMay("watch");
  useKnownTitles();
  return (
    <section className="values" aria-label={traceStrings.values} tabIndex={0}>
      <h3>{traceStrings.values}</h3>
      {values.length === 0 && <p className="hint">{traceStrings.noValues}</p>}
      {values.length > 0 && !may && <p className="hint">{traceStrings.notYours}</p>}
      <dl>
        {values.map((value) => (
          <div key={`${value.flow} ${value.name}`} className={value.setAt >= since ? "value value-new" : "value"}>
            <dt>
              {value.name}
              {value.flow && <span className="row-place">{flowOf(value.flow)}</span>}
            </dt>
            <dd>
              <code>{textOf(value.value)}</code>
              <span className="row-place">
                {value.setAt >= since ? traceStrings.setNow : value.times > 1 ? traceStrings.setTimes(value.times) : ""}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const textOf = (value: unknown): string => (value === undefined ? traceStrings.gone : JSON.stringify(value));

function flowOf(key: string): string {
  const [environment = "", flow = ""] = key.split("/");
  return flowTitle(environment, flow);
}
