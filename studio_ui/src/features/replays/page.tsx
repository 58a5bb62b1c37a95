import { useState } from "react";
import { to } from "../../app/address";
import { Link } from "../../app/link";
import { replaysStrings as words } from "../../app/replays_strings";
import { strings } from "../../app/strings";
import type { ReplayRow } from "../../api/replays";
import { Badge, Meter } from "../../ui";
import { nameOf, useSession } from "../session";
import { BeginReplay } from "./begin";
import { useList, useReport } from "./looking";
import { whenOf } from "./place";
import { Report } from "./report";
import { rowSaid } from "./said";
import "./replays.css";

/** /studio/{environment}/replays: begin a replay, and read what earlier ones found. `id`: the report that is read. */
export function ReplaysRoom({ environment, id }: { environment: string; id: string }) {
  const title = useSession((state) => state.environments.find((known) => known.name === environment)?.title || environment);
  const [over, setOver] = useState(0);
  const list = useList(environment, `${id}/${over}`);
  const report = useReport(environment, id, () => setOver((turn) => turn + 1));
  return (
    <main className="replays" aria-label={words.title(title)}>
      <div className="replays-head">
        <h2>{words.title(title)}</h2>
        <Link className="link" href={to("studio", environment, "releases")}>
          {words.releases}
        </Link>
        <p className="hint">{words.lead}</p>
      </div>
      <div className="replays-body">
        <div className="replays-side">
          <BeginReplay environment={environment} />
          <section className="replays-list" aria-label={words.list}>
            <h3>{words.list}</h3>
            {list.problem && (
              <p role="alert" className="field-error">
                {list.problem}
              </p>
            )}
            {!list.found && !list.problem && <p className="hint">{strings.loading}</p>}
            {list.found?.length === 0 && <p className="hint">{words.none}</p>}
            <ul aria-label={words.list}>
              {list.found?.map((row) => (
                <li key={row.id}>
                  <Row environment={environment} row={row} chosen={row.id === id} />
                </li>
              ))}
            </ul>
            {(list.found?.length ?? 0) > 0 && <p className="hint">{words.kept}</p>}
          </section>
        </div>
        <div className="replays-report">
          {id === "" && <p className="hint">{words.noneChosen}</p>}
          {report.problem && (
            <p role="alert" className="field-error">
              {report.problem}
            </p>
          )}
          {id !== "" && !report.found && !report.problem && <p className="hint">{strings.loading}</p>}
          {report.found && <Report environment={environment} report={report.found} />}
        </div>
      </div>
    </main>
  );
}

function Row({ environment, row, chosen }: { environment: string; row: ReplayRow; chosen: boolean }) {
  return (
    <Link href={to("studio", environment, "replays", row.id)} aria-current={chosen ? "page" : undefined}>
      <b>{words.againsts(row.against)}</b>
      {row.state !== "done" && <Badge tone={row.state === "failed" ? "wrong" : "now"}>{words.states[row.state] ?? row.state}</Badge>}
      <span className="row-soft">{rowSaid(row)}</span>
      <Meter share={row.replayed ? row.parted / row.replayed : 0} tone="care" />
      <span className="row-soft">{words.by(nameOf(row.by), whenOf(row.at_ms))}</span>
    </Link>
  );
}
