import { useEffect, useState } from "react";
import { sentence } from "../../api/client";
import { releases as routes } from "../../api/studio";
import type { Release } from "../../api/types";
import { strings } from "../../app/strings";
import { Badge, Button, toast } from "../../ui";
import { useEditing, useMayEdit } from "../editing";
import { nameOf, refreshEnvironments, useSession } from "../session";

/** What was published of this environment; any of it can be live again. */
export function Releases() {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const live = useSession((state) => state.environments.find((known) => known.name === environment)?.live ?? null);
  const mayEdit = useMayEdit();
  const [list, setList] = useState<Release[] | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let wanted = true;
    if (environment) {
      routes.all(environment).then(
        (all) => wanted && setList(all.toSorted((a, b) => b.number - a.number)),
        (fault: unknown) => wanted && setProblem(sentence(fault)),
      );
    }
    return () => {
      wanted = false;
    };
  }, [environment, live]);
  const makeLive = async (number: number) => {
    try {
      await routes.makeLive(environment, number);
      await refreshEnvironments();
      toast(strings.releases.isLive(number));
    } catch (fault) {
      toast(sentence(fault), "wrong");
    }
  };
  if (problem)
    return (
      <p role="alert" className="field-error drawer-empty">
        {problem}
      </p>
    );
  if (!list) return <p className="hint drawer-empty">{strings.loading}</p>;
  if (list.length === 0) return <p className="hint drawer-empty">{strings.releases.none}</p>;
  return (
    <ul className="rows">
      {list.map((release) => (
        <li key={release.number} className="row">
          <b>{strings.releases.number(release.number)}</b>
          {release.live && <Badge tone="now">{strings.releases.live}</Badge>}
          <span className="row-main">{[release.message || strings.releases.noMessage, release.forced && strings.releases.forced(release.forced)]
              .filter(Boolean)
              .join(" ")}</span>
          <span className="row-soft">{[nameOf(release.author), when(release.at_ms)].filter(Boolean).join(", ")}</span>
          {!release.live && mayEdit && (
            <Button kind="quiet" onClick={() => void makeLive(release.number)}>
              {strings.releases.makeLive}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function when(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
