import { ask, to } from "../../app/address";
import { Link } from "../../app/link";
import { scriptStrings as words } from "../../app/script_strings";
import { strings } from "../../app/strings";
import { get } from "../../document/action";
import { titleOf, type FlowNode } from "../../document/flow";
import { promptName, outcomeLabel } from "../../document/select";
import { languagesOf, withWords, wordsOf, type Spoken, type Words } from "../../document/spoken";
import { Button, family, FamilyIcon, languageTitle } from "../../ui";
import { act, currentFlow, pick, useMayEdit, useOpen } from "../editing";
import { aboutOf, type ScriptStep } from "./lines";

interface Props {
  step: ScriptStep;
  languages: readonly string[];
  start: boolean;
  nodes: Readonly<Record<string, FlowNode>>;
}

/** One step of the script: how callers come to it, and everything that it says. */
export function StepWords({ step, languages, start, nodes }: Props) {
  const open = () => {
    ask("view", "");
    pick({ node: step.id });
  };
  return (
    <li className={`script-step ${family(step.type?.group)}`}>
      <div className="script-head">
        <FamilyIcon icon={step.type?.icon ?? ""} group={step.type?.group ?? "End"} />
        <h2>{step.title}</h2>
        <span className="row-soft">{start ? words.start : <Before step={step} nodes={nodes} />}</span>
        <span className="spring" />
        <Button kind="quiet" aria-label={words.openStep(step.title)} title={words.openStep(step.title)} onClick={open}>
          ↗
        </Button>
      </div>
      {step.says.map((said) => (
        <Prompt key={said.path.join(".")} step={step} said={said} languages={languages} />
      ))}
    </li>
  );
}

const TOLD = 2;

function Before({ step, nodes }: { step: ScriptStep; nodes: Props["nodes"] }) {
  if (step.from.length === 0) return step.reached ? null : words.unreached;
  const told = step.from.slice(0, TOLD).map((way) => {
    const node = nodes[way.node];
    return words.cameFrom(titleOf(way.node, node), outcomeLabel(node, way.outcome));
  });
  const more = step.from.length - told.length;
  return [...told, ...(more > 0 ? [words.more(more)] : [])].join("; ");
}

function Prompt({ step, said, languages }: { step: ScriptStep; said: Spoken; languages: readonly string[] }) {
  const about = aboutOf(step, said);
  const name = promptName(said.value);
  const own = languagesOf(said.value);
  const mayEdit = useMayEdit();
  if (name) return <Named name={name} about={about} languages={languages} />;
  const put = (changed: Words) => {
    const now = get(currentFlow()?.history.doc.flow.nodes[step.id], said.path) ?? said.value;
    const place = [step.id, ...said.path, changed.language, changed.channel].join(".");
    act({ do: "configure", node: step.id, path: said.path, value: withWords(now, changed) }, words.did(step.title), place);
  };
  const anyOnly = own.length === 1 && own[0] === "";
  const first = languages[0];
  return (
    <fieldset className="script-prompt" disabled={!mayEdit}>
      <legend>
        {about}
        {anyOnly && first !== undefined && mayEdit && (
          <Button kind="quiet" onClick={() => put({ language: first, channel: "", text: wordsOf(said.value)[0]?.text ?? "" })}>
            {words.perLanguage}
          </Button>
        )}
      </legend>
      {(anyOnly ? [""] : languages).flatMap((language) => {
        const texts = wordsOf(said.value).filter((one) => one.language === language);
        const shown = texts.length > 0 ? texts : [{ language, channel: "", text: "" }];
        return shown.map((one) => <Text key={`${language}.${one.channel}`} about={about} words={one} put={put} />);
      })}
    </fieldset>
  );
}

function Text({ about, words: { language, channel, text }, put }: { about: string; words: Words; put: (words: Words) => void }) {
  const title = language === "" ? words.anyLanguage : languageTitle(language);
  const label = words.text(about, title, strings.channels[channel] ?? channel);
  return (
    <label className="script-text">
      <span className="script-tongue">
        {title}
        {channel && <span className="row-soft"> {strings.channels[channel] ?? channel}</span>}
      </span>
      <textarea
        className={text.trim() === "" ? "input script-hole" : "input"}
        aria-label={label}
        lang={language || undefined}
        dir="auto"
        rows={1}
        placeholder={words.missing(title)}
        value={text}
        onChange={(event) => put({ language, channel, text: event.target.value })}
      />
    </label>
  );
}

function Named({ name, about, languages }: { name: string; about: string; languages: readonly string[] }) {
  const prompt = useOpen((open) => open.prompts[name], undefined);
  const environment = useOpen((open) => open.environment, "");
  const texts = prompt === undefined ? [] : wordsOf(prompt).filter((one) => one.language === "" || languages.includes(one.language));
  return (
    <fieldset className="script-prompt">
      <legend>{about}</legend>
      <p className="row-soft">
        {words.named(name)}{" "}
        <Link className="link" href={to("studio", environment, "prompts", name)}>
          {words.editNamed}
        </Link>
      </p>
      {prompt === undefined && <p className="field-error">{words.namedUnknown(name)}</p>}
      {texts.map((one) => (
        <p key={`${one.language}.${one.channel}`} className="script-text">
          <span className="script-tongue">{one.language === "" ? words.anyLanguage : languageTitle(one.language)}</span>
          <span lang={one.language || undefined} dir="auto">
            {one.text}
          </span>
        </p>
      ))}
    </fieldset>
  );
}
