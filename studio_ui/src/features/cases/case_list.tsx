import { useEffect, useRef } from "react";
import { useOverlayChoice } from "../../app/overlay_choice";
import { casesStrings } from "../../app/cases_strings";
import { failureSaid } from "../../api/said";
import type { CaseResult } from "../../api/types";
import { Mark } from "../../ui";
import { pick, useDoc, useEditing } from "../editing";
import { titleOf } from "../../document/flow";
import { failedAt, nameOfResult, waysIn } from "./covered";
import { useCases } from "./store";
import { leaveWriting } from "./writing_store";

const MOST_TOLD = 6; // ways of a test in its line

export const said = (name: string): string => name.replaceAll("_", " ");

interface Props {
  results: CaseResult[];
  sought: string;
  failing: boolean;
}

/** Every test in a line: what fails first, then as they stand in their files. Arrow keys go from one to the next. */
export function CaseList({ results, sought, failing }: Props) {
  const words = sought.toLowerCase();
  const shown = results
    .filter((result) => !(failing && result.ok) && `${result.file} ${said(result.case)} ${result.example ?? ""}`.toLowerCase().includes(words))
    .toSorted((a, b) => Number(a.ok) - Number(b.ok));
  const chosen = useCases((state) => state.chosen);
  const names = shown.map(nameOfResult);
  const list = useRef<HTMLUListElement>(null);
  const first = names.includes(chosen) ? chosen : (names[0] ?? "");
  const go = (event: React.KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = names.indexOf(chosen) + by;
    const result = shown[Math.max(0, Math.min(shown.length - 1, next))];
    if (result) choose(result);
  };
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>("[aria-selected=true]");
    row?.scrollIntoView({ block: "nearest" });
    if (list.current?.contains(document.activeElement)) row?.focus();
  }, [chosen]);
  return (
    <ul className="case-list" role="listbox" aria-label={casesStrings.list} ref={list} onKeyDown={go}>
      {shown.map((result) => {
        const name = nameOfResult(result);
        return (
          <li
            key={`${name} ${result.ok}`}
            role="option"
            aria-selected={name === chosen}
            tabIndex={name === first ? 0 : -1}
            className="case"
            onClick={() => choose(result)}
            onKeyDown={(event) => event.key === "Enter" && choose(result)}
          >
            <Row result={result} />
          </li>
        );
      })}
    </ul>
  );
}

/** The test is lit on the canvas; one that fails opens the step where it parted. */
export function choose(result: CaseResult): void {
  const { current } = useEditing.getState();
  useCases.setState({ chosen: nameOfResult(result) });
  leaveWriting();
  useOverlayChoice.setState({ overlay: "tests" });
  const node = result.ok ? "" : failedAt(result, current);
  if (node && useEditing.getState().open[current]?.history.doc.flow.nodes[node]) pick({ node });
}

function Row({ result }: { result: CaseResult }) {
  const current = useEditing((state) => state.current);
  const nodes = useDoc((doc) => doc.flow.nodes, undefined);
  const ways = waysIn(result, current);
  const titles = ways.map(({ node }) => titleOf(node, nodes?.[node] ?? { type: "" }));
  const told = [...new Set(titles)].slice(0, MOST_TOLD).join(", ") + (ways.length > MOST_TOLD ? " …" : "");
  const { failure, skipped } = result;
  const tone = skipped ? "care" : result.ok ? "good" : "wrong";
  const word = skipped ? casesStrings.skipped : result.ok ? casesStrings.passed : casesStrings.failed;
  return (
    <>
      <Mark tone={tone} label={word} />
      <b>{said(result.case || result.file)}</b>
      {result.example && <span>{result.example}</span>}
      <span className="row-main row-soft case-told">{failure ? failureSaid(failure.message) : skipped || told}</span>
      <span className="row-soft">{failure && failure.step > 0 ? casesStrings.step(failure.step) : casesStrings.ms(result.ms)}</span>
    </>
  );
}
