import { traceStrings } from "../../app/trace_strings";
import { keyOf, useEditing } from "../editing";
import type { Moment } from "./moments";
import { drawable, showFlow } from "./places";
import { flowTitle } from "./titles";

/** The flows that the dialogue went through, each once, in the order in which it entered them: its way across canvases. */
export function RunFlows({ moments }: { moments: readonly Moment[] }) {
  const open = useEditing((state) => state.open[state.current]);
  const here = open ? keyOf(open.environment, open.name) : "";
  const flows = flowsOf(moments).filter(([environment, flow]) => drawable(environment, flow));
  if (flows.length < 2) return null;
  return (
    <ul className="run-flows" aria-label={traceStrings.flows}>
      {flows.map(([environment, flow]) => (
        <li key={keyOf(environment, flow)}>
          <button
            type="button"
            className="link"
            aria-current={keyOf(environment, flow) === here ? "page" : undefined}
            onClick={() => showFlow(environment, flow)}
          >
            {flowTitle(environment, flow)}
          </button>
        </li>
      ))}
    </ul>
  );
}

function flowsOf(moments: readonly Moment[]): [string, string][] {
  const entered = moments.filter(({ fact }) => fact[0] === "entered");
  const keys = new Set(entered.map(({ fact }) => `${String(fact[1])}/${String(fact[3])}`));
  return [...keys].map((key) => key.split("/") as [string, string]);
}
