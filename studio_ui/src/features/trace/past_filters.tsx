import { traceStrings } from "../../app/trace_strings";
import { strings } from "../../app/strings";
import { ALL, SINCE, usePast, want, type Since } from "./past";
import { useFlowTitles } from "./titles";

const CHANNELS = ["voice", "chat", "message"];
const ENDS = ["live", "dropped", "self_served", "left_in_flow", "abandoned", "served", "after_queue", "transferred", "failed"];

/** Which dialogues the list has. */
export function Filters() {
  const wanted = usePast((state) => state.wanted);
  return (
    <div className="trace-filters" role="group" aria-label={traceStrings.which}>
      <select
        className="input"
        aria-label={traceStrings.since}
        value={wanted.since}
        onChange={(event) => want({ since: event.target.value as Since })}
      >
        {Object.keys(SINCE).map((since) => (
          <option key={since} value={since}>
            {traceStrings.sinceWhen[since]}
          </option>
        ))}
      </select>
      <Choice label={traceStrings.how} any={traceStrings.anyEnd} value={wanted.ended} options={ENDS} words={traceStrings.ends} choose={(ended) => want({ ended })} />
      <Choice label={traceStrings.channel} any={traceStrings.anyChannel} value={wanted.channel} options={CHANNELS} words={strings.channels} choose={(channel) => want({ channel })} />
      <label className="trace-tests">
        <input type="checkbox" checked={wanted.tests} onChange={(event) => want({ tests: event.target.checked })} /> {traceStrings.tests}
      </label>
      <Narrowed />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  any: string;
  value: string;
  options: readonly string[];
  words: Record<string, string>;
  choose: (value: string) => void;
}

function Choice({ label, any, value, options, words, choose }: ChoiceProps) {
  return (
    <select className="input" aria-label={label} value={value} onChange={(event) => choose(event.target.value)}>
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {words[option] ?? option}
        </option>
      ))}
    </select>
  );
}

/** Those of one step are asked for from the canvas; here it is said, and taken back. */
function Narrowed() {
  const { step, outcome, stopped } = usePast((state) => state.wanted);
  const titles = useFlowTitles();
  if (!step) return null;
  const title = titles(step);
  const said = stopped
    ? traceStrings.stoppedAt(title)
    : outcome
      ? traceStrings.leftStepBy(title, outcome.replaceAll("_", " "))
      : traceStrings.atStep(title);
  return (
    <span className="trace-narrowed">
      {traceStrings.only(said)}{" "}
      <button type="button" className="link" onClick={() => want(ALL)}>
        {traceStrings.everyOne}
      </button>
    </span>
  );
}
