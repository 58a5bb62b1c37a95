import { useState } from "react";
import { sheets, sounds } from "../../api/stock";
import { go, to } from "../../app/address";
import { promptsStrings as words } from "../../app/prompts_strings";
import { languageTitle, Segments } from "../../ui";
import { wordsOf } from "../../document/spoken";
import { useMay } from "../session";
import { edit, FileIn, NewPart, StockFrame, useStock, type Entry } from "../stock";
import { PromptDetails } from "./details";
import { PromptRow } from "./prompt_row";
import { columnsOf, holes, soundOf } from "./rows";
import "./prompts.css";

/** /studio/{environment}/prompts: what is said in many steps, a column per language, with its sounds. */
export function PromptsView({ environment, name }: { environment: string; name: string }) {
  return (
    <StockFrame environment={environment} kind="prompts" tools={<InAndOut environment={environment} />}>
      <Table environment={environment} chosen={name} />
    </StockFrame>
  );
}

function InAndOut({ environment }: { environment: string }) {
  const mayEdit = useMay("edit", environment);
  return (
    <>
      <a className="button button-plain" href={sheets.href(environment)} download title={words.csvHint}>
        {words.csvOut}
      </a>
      {mayEdit && (
        <FileIn
          label={words.csvIn}
          accept=".csv,text/csv"
          take={async (file, dry) => sheets.take(environment, "", await file.text(), dry)}
        />
      )}
      <a className="button button-plain" href={sounds.zip(environment)} download>
        {words.zipOut}
      </a>
      {mayEdit && (
        <FileIn label={words.zipIn} accept=".zip,application/zip" take={(file, dry) => sounds.take(environment, file, dry)} />
      )}
    </>
  );
}

type Show = "all" | "holes" | "stale";

function Table({ environment, chosen }: { environment: string; chosen: string }) {
  const parts = useStock((state) => state.parts);
  const own = useStock((state) => state.languages);
  const mayEdit = useMay("edit", environment);
  const [show, setShow] = useState<Show>("all");
  const [find, setFind] = useState("");
  const known = Object.entries(parts).filter(([, entry]) => entry.value !== undefined || entry.standing === "conflict");
  const languages = columnsOf(
    known.map(([, entry]) => entry.value),
    own,
  );
  const isStale = (entry: Entry) => languages.some((language) => soundOf(entry.value, language, entry.findings).state === "stale");
  const missing = known.reduce((sum, [, entry]) => sum + holes(entry.value, own), 0);
  const stale = known.filter(([, entry]) => isStale(entry)).length;
  const matches = ([name, { value }]: [string, Entry]) =>
    [name, ...wordsOf(value ?? "").map((one) => one.text)].some((text) => text.toLocaleLowerCase().includes(find.toLocaleLowerCase()));
  const wanted = ([, entry]: [string, Entry]) =>
    show === "all" || (show === "holes" ? holes(entry.value, own) > 0 : isStale(entry));
  const rows = known.filter((row) => matches(row) && wanted(row));
  const add = (name: string) => {
    const [language = "en"] = own;
    edit(name, { by_language: { [language]: "" } }, words.didAdd(name));
    go(to("studio", environment, "prompts", name));
  };
  return (
    <div className={chosen && parts[chosen] ? "prompts prompts-with" : "prompts"}>
      <div className="prompts-sheet">
        <div className="prompts-bar">
          <Segments
            label={words.show}
            value={show}
            options={[
              ["all", words.all],
              ["holes", words.holes(missing)],
              ["stale", words.stale(stale)],
            ]}
            choose={setShow}
          />
          <input
            type="search"
            className="input prompts-find"
            aria-label={words.find}
            placeholder={words.find}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </div>
        {rows.length === 0 && <p className="page-word">{known.length === 0 ? words.none : words.nothing}</p>}
        {rows.length > 0 && (
          <table className="prompts-table" aria-label={words.table(environment)}>
            <thead>
              <tr>
                <th scope="col">{words.prompt}</th>
                {languages.map((language) => (
                  <th key={language} scope="col">
                    {languageTitle(language)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name]) => (
                <PromptRow key={name} environment={environment} name={name} languages={languages} chosen={name === chosen} />
              ))}
            </tbody>
          </table>
        )}
        {mayEdit && <NewPart label={words.fresh} make={add} />}
      </div>
      {chosen && parts[chosen] && <PromptDetails key={chosen} environment={environment} name={chosen} />}
    </div>
  );
}
