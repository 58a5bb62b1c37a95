import { inspectorStrings } from "../../../app/inspector_strings";
import { formStrings } from "../../../app/form_strings";
import { strings } from "../../../app/strings";
import { entriesOf, isObject, objectOf, type Json, type JsonObject } from "../../../document/json";
import { placeOf, promptText } from "../../../document/select";
import { Button, Field } from "../../../ui";
import { useOpen } from "../../editing";
import { CodeArea } from "../code/code_area";
import type { FieldProps } from "./types";

const KNOWN = ["en", "nl", "de", "fr", "es"];

/** What is said: one text for all, or one per language, each for all channels or per channel, or a prompt by name. */
export function PromptField(props: FieldProps) {
  const { label, shape, value, error, errorAt, set, required } = props;
  const byName = isObject(value) && typeof value["prompt"] === "string" ? value["prompt"] : null;
  const texts = isObject(value) && isObject(value["by_language"]) ? value["by_language"] : null;
  const put = (next: JsonObject) => set({ by_language: next });
  const { node } = placeOf(props.path);
  const named = useOpen((open) => open.prompts, undefined);
  const names = Object.keys(named ?? {});
  if (byName !== null) {
    const said = promptText(value, "en", "voice", named);
    return (
      <Field label={label} hint={said ? formStrings.inspector.promptSays(said) : formStrings.inspector.promptByName} error={error}>
        {(ids) => (
          <>
            <select {...ids} className="input" value={byName} onChange={(event) => set({ prompt: event.target.value })}>
              {[...new Set([...names, byName])].map((name) => (
                <option key={name} value={name}>
                  {names.includes(name) ? name : inspectorStrings.names.unknown(name)}
                </option>
              ))}
            </select>
            <Button kind="quiet" className="under-field" onClick={() => set(said)}>
              {inspectorStrings.prompt.own}
            </Button>
          </>
        )}
      </Field>
    );
  }
  if (!texts) {
    const text = typeof value === "string" ? value : "";
    return (
      <div className="with-action">
        <Text
          label={label}
          hint={shape.hint}
          error={error}
          text={text}
          node={node}
          set={(next) => set(next === "" && !required ? undefined : next)}
        />
        {shape.format === "prompt" && (
          <span className="row-of-buttons">
            <Button kind="quiet" onClick={() => put({ en: text })}>
              {formStrings.inspector.byLanguage}
            </Button>
            {text === "" && names[0] !== undefined && (
              <Button kind="quiet" onClick={() => set({ prompt: names[0] ?? "" })}>
                {inspectorStrings.prompt.named}
              </Button>
            )}
          </span>
        )}
      </div>
    );
  }
  const languages = entriesOf(texts);
  const next = KNOWN.find((language) => !(language in texts));
  return (
    <fieldset className="group">
      <legend>{label}</legend>
      {languages.map(([language, text]) => (
        <Language
          key={language}
          language={language}
          text={text}
          node={node}
          errorAt={(below) => errorAt(`.by_language.${language}${below}`)}
          set={(changed) =>
            put(
              objectOf(
                languages.flatMap(([key, old]) =>
                  key !== language ? [[key, old] as const] : changed === undefined ? [] : [[key, changed] as const],
                ),
              ),
            )
          }
        />
      ))}
      {next && (
        <Button kind="quiet" onClick={() => put({ ...texts, [next]: "" })}>
          {formStrings.inspector.addLanguage(strings.languages[next] ?? next)}
        </Button>
      )}
      {error && <p className="field-error">{error}</p>}
      {shape.hint && <p className="field-hint">{shape.hint}</p>}
    </fieldset>
  );
}

interface LanguageProps {
  language: string;
  node: string;
  text: Json;
  errorAt: (below: string) => string | undefined;
  set: (text: Json | undefined) => void;
}

function Language({ language, text, node, errorAt, set }: LanguageProps) {
  const title = strings.languages[language] ?? language;
  if (isObject(text)) {
    return (
      <>
        {entriesOf(text).map(([channel, said]) => (
          <Text
            key={channel}
            label={`${title}, ${strings.channels[channel] ?? channel}`}
            text={typeof said === "string" ? said : ""}
            node={node}
            error={errorAt(`.${channel}`)}
            set={(changed) => set({ ...text, [channel]: changed })}
          />
        ))}
      </>
    );
  }
  const plain = typeof text === "string" ? text : "";
  return (
    <div className="with-action">
      <Text label={title} text={plain} node={node} error={errorAt("")} set={set} />
      <span className="row-of-buttons">
        <Button kind="quiet" onClick={() => set({ voice: plain, chat: plain })}>
          {formStrings.inspector.byChannel}
        </Button>
        <Button kind="quiet" aria-label={formStrings.inspector.remove(title)} onClick={() => set(undefined)}>
          ✕
        </Button>
      </span>
    </div>
  );
}

interface TextProps {
  label: string;
  text: string;
  hint?: string | undefined;
  error?: string | undefined;
  node: string;
  set: (text: string) => void;
}

function Text({ label, text, hint, error, node, set }: TextProps) {
  const rows = Math.max(1, Math.min(5, Math.ceil(text.length / 38)));
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <CodeArea ids={ids} label={label} kind="template" text={text} node={node} rows={rows} prose set={set} />}
    </Field>
  );
}
