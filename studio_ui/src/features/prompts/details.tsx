import { go, to } from "../../app/address";
import { promptsStrings as words } from "../../app/prompts_strings";
import { stockStrings } from "../../app/stock_strings";
import { strings } from "../../app/strings";
import { isObject, type Json } from "../../document/json";
import { withWords, wordsOf } from "../../document/spoken";
import { Button, Field, languageTitle } from "../../ui";
import { useMay } from "../session";
import { edit, UsedByList, useStock } from "../stock";
import { isLive, stateOf, useOf, withAbout, withTexts } from "./rows";

/** What is known about a prompt beside its words, and who says it. */
export function PromptDetails({ environment, name }: { environment: string; name: string }) {
  const value = useStock((state) => state.parts[name]?.value);
  const languages = useStock((state) => state.languages);
  const mayEdit = useMay("edit", environment);
  const [first = "en"] = languages;
  if (value === undefined) return null;
  const set = (field: string, next: Json | undefined) =>
    edit(name, withAbout(value, field, next, first), words.didState(name), field);
  const close = () => go(to("studio", environment, "prompts"));
  return (
    <aside className="inspector" aria-label={words.details(name)}>
      <div className="inspector-head">
        <h2>{name}</h2>
        <Button kind="quiet" aria-label={strings.close} onClick={close}>
          ✕
        </Button>
      </div>
      <fieldset className="plain" disabled={!mayEdit}>
        <Field label={words.state}>
          {(ids) => (
            <select {...ids} className="input" value={stateOf(value)} onChange={(event) => set("state", event.target.value)}>
              {Object.entries(words.states).map(([state, title]) => (
                <option key={state} value={state}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={words.use}>
          {(ids) => (
            <textarea {...ids} className="input" rows={2} maxLength={500} value={useOf(value)} onChange={(event) => set("use", event.target.value)} />
          )}
        </Field>
        <p>
          <label>
            <input type="checkbox" checked={isLive(value)} onChange={(event) => set("live", event.target.checked)} /> {words.live}
          </label>
        </p>
        <Channels name={name} value={value} first={first} />
        <div className="row-of-buttons">
          <Button
            kind="quiet"
            className="danger-text"
            onClick={() => {
              edit(name, undefined, stockStrings.removed(name));
              close();
            }}
          >
            {stockStrings.remove(name)}
          </Button>
        </div>
      </fieldset>
      <h3>{stockStrings.usedBy}</h3>
      <UsedByList environment={environment} kind="prompt" name={name} />
    </aside>
  );
}

/** Whether a prompt has words per language, and in each of them other words in a chat. */
function Channels({ name, value, first }: { name: string; value: Json; first: string }) {
  const texts = wordsOf(value);
  if (!isObject(value)) {
    return (
      <Button kind="quiet" onClick={() => edit(name, withWords(value, { language: first, channel: "", text: String(value) }), words.did(name))}>
        {words.perLanguage}
      </Button>
    );
  }
  const languages = [...new Set(texts.map((one) => one.language))];
  const put = (language: string, text: Json) => {
    const now = isObject(value["by_language"]) ? value["by_language"] : {};
    edit(name, withTexts(value, { by_language: { ...now, [language]: text } }), words.did(name));
  };
  return (
    <ul>
      {languages.map((language) => {
        const own = texts.filter((one) => one.language === language);
        const split = own.some((one) => one.channel !== "");
        const voice = own.find((one) => one.channel === "voice") ?? own[0];
        const text = voice?.text ?? "";
        return (
          <li key={language}>
            {languageTitle(language)}{" "}
            <Button kind="quiet" onClick={() => put(language, split ? text : { voice: text, chat: text })}>
              {split ? words.oneChannel : words.byChannel}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
