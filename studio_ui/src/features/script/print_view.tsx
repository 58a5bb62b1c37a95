import { useMemo } from "react";
import { ask } from "../../app/address";
import { scriptStrings } from "../../app/script_strings";
import { strings } from "../../app/strings";
import { waysOf } from "../../document/reading_order";
import { promptText, promptName, summaryOf } from "../../document/select";
import { wordsOf, type Spoken } from "../../document/spoken";
import type { Flow } from "../../document/flow";
import { isObject } from "../../document/json";
import { Button, languageTitle } from "../../ui";
import { useDoc, useOpen } from "../editing";
import { useSession } from "../session";
import { aboutOf, stepsOf, type ScriptStep } from "./lines";
import "./print.css";

const words = () => scriptStrings.paper;

/** The flow on paper, in plain language, for whoever approves it: numbered steps, their words, and what follows. */
export function PrintView() {
  const flow = useDoc((doc) => doc.flow, undefined);
  const environment = useOpen((open) => open.environment, "");
  const live = useOpen((open) => open.liveRelease, null);
  const palette = useSession((state) => state.palette);
  const place = useSession((state) => state.environments.find((known) => known.name === environment)?.title ?? environment);
  const steps = useMemo(() => (flow ? stepsOf(flow, palette) : []), [flow, palette]);
  if (!flow) return <p className="page-word">{strings.loading}</p>;
  const numbers = new Map(steps.map((step, index) => [step.id, index + 1]));
  const [used, unused] = [steps.filter((step) => step.reached), steps.filter((step) => !step.reached)];
  return (
    <div className="paper-page">
      <div className="paper-bar">
        <Button onClick={() => ask("view", "script")}>{words().back}</Button>
        <Button kind="main" onClick={() => window.print()}>
          {words().print}
        </Button>
      </div>
      <main className="paper" tabIndex={0} aria-label={scriptStrings.title(flow.title)}>
        <header>
          <h1>{flow.title}</h1>
          <p>{[place, words().kind[flow.kind ?? "entry"], words().steps(steps.length)].filter(Boolean).join(" · ")}</p>
          <p>{[words().draft, words().live(live), words().printed(new Date().toLocaleDateString())].join(" · ")}</p>
        </header>
        <ol>
          {used.map((step) => (
            <PaperStep key={step.id} step={step} flow={flow} numbers={numbers} />
          ))}
        </ol>
        <Anytime flow={flow} numbers={numbers} />
        {unused.length > 0 && (
          <>
            <h2>{words().unreached}</h2>
            <ol>
              {unused.map((step) => (
                <PaperStep key={step.id} step={step} flow={flow} numbers={numbers} />
              ))}
            </ol>
          </>
        )}
        <footer>
          {[words().approval, words().date, words().signature].map((line) => (
            <p key={line}>{line}</p>
          ))}
        </footer>
      </main>
    </div>
  );
}

interface StepProps {
  step: ScriptStep;
  flow: Flow;
  numbers: ReadonlyMap<string, number>;
}

function PaperStep({ step, flow, numbers }: StepProps) {
  const facts = summaryOf(step.type, step.node, strings.canvas.several);
  return (
    <li className="paper-step">
      <h2>
        <span className="paper-number" role="img" aria-label={words().step(numbers.get(step.id) ?? 0)}>
          {numbers.get(step.id)}
        </span>
        {step.title}
      </h2>
      <p className="paper-about">
        {step.type?.purpose ?? step.node.type} {facts && <span>({facts})</span>}
      </p>
      {step.says.map((said) => (
        <PaperWords key={said.path.join(".")} step={step} said={said} />
      ))}
      <Ways step={step} flow={flow} numbers={numbers} />
    </li>
  );
}

function PaperWords({ step, said }: { step: ScriptStep; said: Spoken }) {
  const name = promptName(said.value);
  const named = useOpen((open) => open.prompts[name], undefined);
  const texts = wordsOf(name && named !== undefined ? named : said.value);
  if (said.path[0] === "choices") return null; // stands beside its way out
  return (
    <div className="paper-words">
      <p className="paper-field">{aboutOf(step, said)}</p>
      {texts.map(({ language, channel, text }) => (
        <p key={`${language}.${channel}`}>
          {(language || channel) && (
            <b>{[language && languageTitle(language), channel && (strings.channels[channel] ?? channel)].filter(Boolean).join(", ")}: </b>
          )}
          <span lang={language || undefined} dir="auto">
            “{text}”
          </span>
        </p>
      ))}
      {texts.length === 0 && <p>{scriptStrings.namedUnknown(name)}</p>}
    </div>
  );
}

function Ways({ step, flow, numbers }: StepProps) {
  const palette = useSession((state) => state.palette);
  const ways = waysOf(flow, step.id, palette);
  if (ways.length === 0) return step.type?.group === "End" ? <p className="paper-way">{words().ends}</p> : null;
  return (
    <ul>
      {ways.map(({ outcome, to }) => (
        <li key={outcome} className="paper-way">
          {wayWords(step, outcome)}: <Goes id={to} flow={flow} numbers={numbers} />
        </li>
      ))}
    </ul>
  );
}

function wayWords(step: ScriptStep, outcome: string): string {
  const choices = step.node["choices"];
  const choice = isObject(choices) ? choices[outcome] : undefined;
  if (!isObject(choice)) return words().way(outcome);
  return words().choice(outcome, promptText(choice["label"], "", "voice"));
}

function Goes({ id, flow, numbers }: { id: string; flow: Flow; numbers: ReadonlyMap<string, number> }) {
  const number = numbers.get(id);
  if (number === undefined) return words().nowhere;
  return words().goes(number, titleIn(flow, id));
}

const titleIn = (flow: Flow, id: string): string => {
  const title = flow.nodes[id]?.["title"];
  return typeof title === "string" && title ? title : id.replaceAll("_", " ");
};

/** What holds wherever the caller is. */
function Anytime({ flow, numbers }: { flow: Flow; numbers: ReadonlyMap<string, number> }) {
  const keys = Object.entries(flow.keys ?? {});
  return (
    <>
      {keys.length > 0 && (
        <>
          <h2>{words().keys}</h2>
          {keys.map(([key, to]) => (
            <p key={key}>{words().keyGoes(key, numbers.get(to) ?? 0, titleIn(flow, to))}</p>
          ))}
        </>
      )}
      {flow.on?.error && (
        <p>
          {words().trouble}: <Goes id={flow.on.error} flow={flow} numbers={numbers} />
        </p>
      )}
      {flow.on?.hangup && (
        <p>
          {words().hangup}: <Goes id={flow.on.hangup} flow={flow} numbers={numbers} />
        </p>
      )}
    </>
  );
}
