import { useDeferredValue, useMemo, useRef, useState } from "react";
import { ask } from "../../app/address";
import { scriptStrings as words } from "../../app/script_strings";
import { strings } from "../../app/strings";
import { Button, Segments, languageTitle } from "../../ui";
import { useDoc, useOpen } from "../editing";
import { useSession } from "../session";
import { holesIn, languagesIn, narrowed, stepsOf } from "./lines";
import { StepWords } from "./step_words";
import "./script.css";

/** The flow for the person who writes its words: what is said, step by step, in each language. */
export function ScriptView() {
  const flow = useDoc((doc) => doc.flow, undefined);
  const named = useOpen((open) => open.prompts, undefined);
  const palette = useSession((state) => state.palette);
  const seen = useRef<readonly string[]>([]); // a language whose last words are taken away keeps its field until the view is left
  const [only, setOnly] = useState("");
  const [holes, setHoles] = useState(false);
  const [find, setFind] = useState("");
  const sought = useDeferredValue(find);
  const steps = useMemo(() => (flow ? stepsOf(flow, palette) : []), [flow, palette]);
  if (!flow) return <p className="page-word">{strings.loading}</p>;
  const languages = (seen.current = languagesIn(steps, seen.current));
  const add = (language: string) => {
    seen.current = [...seen.current, language];
    setOnly(language);
  };
  const shown = only && languages.includes(only) ? [only] : languages;
  const missing = holesIn(steps, shown);
  const rows = narrowed(steps, { languages: shown, holes, find: sought, named: named ?? {} });
  const none = steps.every((step) => step.says.length === 0) ? words.silent : holes ? words.noHoles : words.nothingFound;
  return (
    <section className="script" aria-label={words.title(flow.title)}>
      <header className="script-bar">
        <Language languages={languages} only={shown.length === 1 ? only : ""} choose={setOnly} add={add} />
        <Segments
          label={words.words}
          value={holes ? "holes" : "all"}
          options={[
            ["all", words.allWords],
            ["holes", words.holes(missing)],
          ]}
          choose={(chosen) => setHoles(chosen === "holes")}
        />
        <input
          type="search"
          className="input script-find"
          aria-label={words.find}
          placeholder={words.find}
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        <span className="spring" />
        <Button onClick={() => ask("view", "print")}>{words.print}</Button>
      </header>
      <div className="script-sheet">
        <p className="hint">{words.lead}</p>
        {rows.length === 0 && <p className="page-word">{none}</p>}
        <ol className="script-steps">
          {rows.map((step) => (
            <StepWords key={step.id} step={step} languages={shown} start={flow.start === step.id} nodes={flow.nodes} />
          ))}
        </ol>
      </div>
    </section>
  );
}

interface LanguageProps {
  languages: readonly string[];
  only: string;
  choose: (language: string) => void;
  add: (language: string) => void;
}

function Language({ languages, only, choose, add }: LanguageProps) {
  const others = Object.keys(strings.languages).filter((language) => !languages.includes(language));
  return (
    <select
      className="input script-language"
      aria-label={words.language}
      value={only}
      onChange={(event) => {
        const chosen = event.target.value;
        if (chosen.startsWith("+")) add(chosen.slice(1));
        else choose(chosen);
      }}
    >
      <option value="">{words.everyLanguage}</option>
      {languages.map((language) => (
        <option key={language} value={language}>
          {languageTitle(language)}
        </option>
      ))}
      <optgroup label={words.addLanguage}>
        {others.map((language) => (
          <option key={language} value={`+${language}`}>
            + {languageTitle(language)}
          </option>
        ))}
      </optgroup>
    </select>
  );
}
