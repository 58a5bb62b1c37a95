import { Suspense, useEffect, useState } from "react";
import { sentence } from "../../api/client";
import { releases as routes, type Release, type Standing } from "../../api/releases";
import { releasesStrings as words } from "../../app/releases_strings";
import { strings } from "../../app/strings";
import { later, Button } from "../../ui";
import { useMay } from "../session";
import { when } from "./store";

const Retire = later<{ environment: string; release: Release; list: readonly Release[]; close: () => void }>(() =>
  import("./retire").then((room) => ({ default: room.Retire })),
);

/** Who is still on a release, the longest first; it is emptied by retiring it. */
export function Drain({ environment, release, list }: { environment: string; release: Release; list: readonly Release[] }) {
  const { number } = release;
  const mayEdit = useMay("edit", environment);
  const [retiring, setRetiring] = useState(false);
  const [turn, setTurn] = useState(0);
  const { found, problem } = useStanding(environment, number, turn + release.dialogues);
  const held = release.live || release.canary !== null;
  const why = mayEdit ? (held ? words.drain.isLive : undefined) : words.notYours;
  return (
    <section className="drain" aria-label={words.drain.title}>
      <div className="row-of-buttons">
        <h4>{words.drain.title}</h4>
        <Button kind="quiet" onClick={() => setTurn(turn + 1)}>
          {words.drain.refresh}
        </Button>
        <span className="spring" />
        {!release.retired && (
          <Button kind="danger" disabled={!mayEdit || held} title={why} onClick={() => setRetiring(true)}>
            {words.drain.retire}
          </Button>
        )}
      </div>
      {problem && <p className="field-error">{problem}</p>}
      {!found && !problem && <p className="hint">{strings.loading}</p>}
      {found && <StandingTable all={found} />}
      <Suspense fallback={null}>
        {retiring && (
          <Retire
            environment={environment}
            release={release}
            list={list}
            close={() => {
              setRetiring(false);
              setTurn(turn + 1);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

function useStanding(environment: string, number: number, turn: number) {
  const [state, setState] = useState<{ found: Standing[] | null; problem: string }>({ found: null, problem: "" });
  useEffect(() => {
    let wanted = true;
    routes.dialogues(environment, number).then(
      (found) => wanted && setState({ found, problem: "" }),
      (fault: unknown) => wanted && setState({ found: null, problem: sentence(fault) }),
    );
    return () => {
      wanted = false;
    };
  }, [environment, number, turn]);
  return state;
}

const SHOWN = 100;

/** With where each would go, if that was asked. */
export function StandingTable({ all }: { all: readonly Standing[] }) {
  if (all.length === 0) return <p className="hint">{words.drain.nobody}</p>;
  const goes = all.some((standing) => standing.goes);
  return (
    <>
      <table className="standing">
        <thead>
          <tr>
            <th scope="col">{words.drain.began}</th>
            <th scope="col">{words.drain.where}</th>
            <th scope="col">{words.drain.state}</th>
            {goes && <th scope="col">{words.drain.goes}</th>}
          </tr>
        </thead>
        <tbody>
          {all.slice(0, SHOWN).map((standing) => (
            <tr key={standing.dialogue}>
              <td>{when(standing.since_ms)}</td>
              <td>
                {standing.title} <span className="row-soft">{standing.at.replaceAll("/", " / ")}</span>
              </td>
              <td>{[words.states[standing.status] ?? standing.status, standing.by_use && words.drain.byUse].filter(Boolean).join(", ")}</td>
              {goes && (
                <td>
                  {words.drain.goesTo[standing.goes ?? ""]} <span className="row-soft">{standing.why}</span>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {all.length > SHOWN && <p className="hint">{words.drain.more(all.length - SHOWN)}</p>}
    </>
  );
}
