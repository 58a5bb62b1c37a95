import { to } from "../../app/address";
import { Link } from "../../app/link";
import { promptsStrings as words } from "../../app/prompts_strings";
import { stockStrings } from "../../app/stock_strings";
import { strings } from "../../app/strings";
import { withWords, wordsOf, type Words } from "../../document/spoken";
import { Badge, languageTitle } from "../../ui";
import { useMay } from "../session";
import { edit, Trouble, useStock } from "../stock";
import { isLive, stateOf, withTexts } from "./rows";
import { SoundCell } from "./sound_cell";

interface Props {
  environment: string;
  name: string;
  languages: readonly string[];
  chosen: boolean;
}

/** One prompt: what it is called and how far it is, and a cell per language. */
export function PromptRow({ environment, name, languages, chosen }: Props) {
  const entry = useStock((state) => state.parts[name]);
  const mayEdit = useMay("edit", environment);
  if (!entry) return null;
  const { value } = entry;
  const texts = wordsOf(value ?? "");
  const anyLanguage = texts.length > 0 && texts.every((one) => one.language === "");
  const put = (changed: Words) => {
    const now = useStock.getState().parts[name]?.value ?? "";
    edit(name, withTexts(now, withWords(now, changed)), words.did(name), `${changed.language}.${changed.channel}`);
  };
  const cell = (language: string) => {
    const own = texts.filter((one) => one.language === language);
    const shown = own.length > 0 ? own : [{ language, channel: "", text: "" }];
    return shown.map((one) => <Cell key={one.channel} name={name} words={one} put={put} disabled={!mayEdit} />);
  };
  return (
    <tr className={chosen ? "prompts-chosen" : undefined}>
      <th scope="row">
        <Link className="link" href={to("studio", environment, "prompts", name)} aria-current={chosen || undefined}>
          {name}
        </Link>
        <span className="prompts-about">
          <Badge tone={stateOf(value) === "approved" ? "good" : "calm"}>{words.states[stateOf(value)] ?? stateOf(value)}</Badge>
          {isLive(value) && <Badge tone="now">{words.isLive}</Badge>}
          <span className="row-soft">{stockStrings.used(entry.used)}</span>
        </span>
        <Trouble name={name} />
      </th>
      {anyLanguage ? (
        <td colSpan={languages.length}>{cell("")}</td>
      ) : (
        languages.map((language) => (
          <td key={language}>
            {cell(language)}
            {texts.some((one) => one.language === language && one.text !== "") && (
              <SoundCell environment={environment} name={name} language={language} entry={entry} />
            )}
          </td>
        ))
      )}
    </tr>
  );
}

interface CellProps {
  name: string;
  words: Words;
  put: (words: Words) => void;
  disabled: boolean;
}

function Cell({ name, words: { language, channel, text }, put, disabled }: CellProps) {
  const title = language === "" ? words.any : languageTitle(language);
  const spoken = strings.channels[channel] ?? channel;
  return (
    <>
      {channel && <span className="row-soft">{spoken}</span>}
      <textarea
        className={text.trim() === "" ? "input prompts-hole" : "input"}
        aria-label={words.words(name, title, spoken)}
        lang={language || undefined}
        dir="auto"
        rows={2}
        disabled={disabled}
        placeholder={words.missing(title)}
        value={text}
        onChange={(event) => put({ language, channel, text: event.target.value })}
      />
    </>
  );
}
