import type { Counts } from "../../api/records";
import { recordsStrings } from "../../app/records_strings";
import { strings } from "../../app/strings";
import type { JsonObject } from "../../document/json";
import type { Look } from "./counting";
import { daysOf, goneBefore, KEPT, type Kept } from "./kept_for";

/** A day as people of the page's language write it; days go at midnight in UTC. */
export const dayOf = (date: Date): string =>
  date.toLocaleDateString(document.documentElement.lang || "en", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });

export const titleOf = (kept: Kept): string => (recordsStrings.classes as Readonly<Record<string, string>>)[kept.name] ?? kept.name;

/** What a look through the records came to: each class with how much of it, and from when. */
export function WhatGoes({ look, doc, went = false }: { look: Look; doc: JsonObject; went?: boolean }) {
  const words = recordsStrings.retention;
  return (
    <div className="kept-goes" role="status">
      {look.is === "on" && <p>{words.counting}</p>}
      {look.is === "failed" && <p className="field-error">{look.why || strings.failed}</p>}
      {look.is === "done" && (Object.keys(look.counts).length === 0 ? <p>{went ? words.nothingWent : words.nothing}</p> : <Table counts={look.counts} doc={doc} went={went} />)}
    </div>
  );
}

function Table({ counts, doc, went }: { counts: Counts; doc: JsonObject; went: boolean }) {
  const words = recordsStrings.retention;
  const nowMs = Date.now();
  return (
    <table>
      <caption>{went ? words.went : words.wouldGo}</caption>
      <thead>
        <tr>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.records}</th>
        </tr>
      </thead>
      <tbody>
        {KEPT.filter((kept) => counts[kept.counted]).map((kept) => (
          <tr key={kept.counted}>
            <th scope="row">{titleOf(kept)}</th>
            <td>{dayOf(goneBefore(daysOf(doc, kept), nowMs))}</td>
            <td>{recordsStrings.figure(counts[kept.counted] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
