import { useState } from "react";
import type { Release, ReleaseAct } from "../../api/releases";
import { to } from "../../app/address";
import { Link } from "../../app/link";
import { releasesStrings as words } from "../../app/releases_strings";
import { Button } from "../../ui";
import { nameOf, useMay, useSession } from "../session";
import { Drain } from "./drain";
import { Restore } from "./restore";
import { byWhom, messageOf, ReleaseName } from "./release_head";
import { dropTrial, giveShare, makeLive, shareProblem, when } from "./store";
import { Share } from "./who_gets_it";

/** One release: what it is now, what can be done with it, who is on it, and what happened to it. */
export function ReleaseDetail({ environment, release, list }: { environment: string; release: Release; list: readonly Release[] }) {
  const shared = release.uses["front_door"];
  return (
    <section className="release" aria-label={words.number(release.number)}>
      <h3 className="release-title">
        <ReleaseName release={release} />
      </h3>
      <p>{messageOf(release)}</p>
      <p className="row-soft">
        {byWhom(release)} {shared !== undefined && words.uses(shared)}
      </p>
      <Point environment={environment} release={release} />
      <Flows environment={environment} number={release.number} />
      <WholeRestore environment={environment} number={release.number} />
      <Drain environment={environment} release={release} list={list} />
      <details>
        <summary>{words.history}</summary>
        <ul className="rows release-acts">
          {release.history.toReversed().map((act, place) => (
            <Act key={place} act={act} />
          ))}
        </ul>
      </details>
    </section>
  );
}

/** For everybody, for a share of the callers, for nobody more. */
function Point({ environment, release }: { environment: string; release: Release }) {
  const { number, canary } = release;
  const mayEdit = useMay("edit", environment);
  const [share, setShare] = useState<string | null>(canary === null ? null : String(canary));
  if (release.live) return null;
  const why = mayEdit ? undefined : words.notYours;
  return (
    <div className="release-point">
      <div className="row-of-buttons">
        <Button kind="main" disabled={!mayEdit} title={why} onClick={() => void makeLive(environment, release)}>
          {release.retired ? words.takeBack : words.makeLive}
        </Button>
        {!release.retired && share === null && (
          <Button disabled={!mayEdit} title={why} onClick={() => setShare("10")}>
            {words.tryIt}
          </Button>
        )}
        {canary !== null && (
          <Button disabled={!mayEdit} title={why} onClick={() => void dropTrial(environment, number).then((ok) => ok && setShare(null))}>
            {words.drop}
          </Button>
        )}
      </div>
      {share !== null && (
        <form
          className="release-share"
          onSubmit={(event) => {
            event.preventDefault();
            if (shareProblem(share) === "") void giveShare(environment, number, Number(share));
          }}
        >
          <Share share={share} setShare={setShare} />
          <Button type="submit" disabled={!mayEdit} off={shareProblem(share) !== "" || Number(share) === canary} title={why}>
            {words.set}
          </Button>
        </form>
      )}
    </div>
  );
}

/** Its flows as they were published; each can be looked at on the canvas, and restored from there. */
function Flows({ environment, number }: { environment: string; number: number }) {
  const flows = useSession((state) => state.environments.find((known) => known.name === environment)?.flows);
  return (
    <p className="release-flows">
      {(flows ?? []).map((flow) => (
        <Link key={flow.name} className="link" href={`${to("studio", environment, "flows", flow.name)}?release=${number}`}>
          {words.lookOf(flow.title || flow.name)}
        </Link>
      ))}
    </p>
  );
}

/** All of it into the drafts at once. */
function WholeRestore({ environment, number }: { environment: string; number: number }) {
  const mayEdit = useMay("edit", environment);
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button disabled={!mayEdit} title={mayEdit ? undefined : words.notYours} onClick={() => setAsking(true)}>
        {words.restoreAsk}
      </Button>
      {asking && <Restore environment={environment} number={number} close={() => setAsking(false)} />}
    </div>
  );
}

function Act({ act }: { act: ReleaseAct }) {
  return (
    <li className="row">
      <span className="row-main">
        {[words.acts[act.act] ?? act.act, act.percent !== undefined && words.actPercent(act.percent)].filter(Boolean).join(", ")}
      </span>
      <span className="row-soft">{words.by(nameOf(act.author ?? ""), when(act.at_ms))}</span>
    </li>
  );
}
