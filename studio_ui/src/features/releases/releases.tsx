import { useEffect } from "react";
import { to } from "../../app/address";
import { Link } from "../../app/link";
import { releasesStrings as words } from "../../app/releases_strings";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { useEditing } from "../editing";
import { useMay, useSession } from "../session";
import { byWhom, messageOf, ReleaseName } from "./release_head";
import { loadReleases, makeLive, useReleases } from "./store";
import "./releases.css";

/** In the drawer: what was published of this environment; any of it can be looked at, or be live again. */
export function Releases() {
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  const live = useSession((state) => state.environments.find((known) => known.name === environment)?.live ?? null);
  const mayEdit = useMay("edit", environment);
  const list = useReleases((state) => state.lists[environment]);
  const problem = useReleases((state) => state.problems[environment] ?? "");
  useEffect(() => {
    if (environment) void loadReleases(environment);
  }, [environment, live]);
  if (problem)
    return (
      <p role="alert" className="field-error drawer-empty">
        {problem}
      </p>
    );
  if (!list) return <p className="hint drawer-empty">{strings.loading}</p>;
  if (list.length === 0) return <p className="hint drawer-empty">{words.none}</p>;
  return (
    <ul className="rows">
      {list.map((release) => (
        <li key={release.number} className="row">
          <ReleaseName release={release} />
          <span className="row-main">{messageOf(release)}</span>
          <span className="row-soft">{byWhom(release)}</span>
          <Link className="link" href={`${to("studio", environment, "flows", flow)}?release=${release.number}`}>
            {words.look}
          </Link>
          {!release.live && mayEdit && (
            <Button kind="quiet" onClick={() => void makeLive(environment, release)}>
              {release.retired ? words.takeBack : words.makeLive}
            </Button>
          )}
        </li>
      ))}
      <li className="row">
        <Link className="link" href={to("studio", environment, "releases")}>
          {words.page}
        </Link>
      </li>
    </ul>
  );
}
