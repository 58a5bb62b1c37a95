import { Suspense, useEffect, useState, type ReactNode } from "react";
import { ask, to, useAsked } from "../../app/address";
import { Link } from "../../app/link";
import { releasesStrings as words } from "../../app/releases_strings";
import { strings } from "../../app/strings";
import type { Release } from "../../api/releases";
import { Ahead, Button } from "../../ui";
import { Comparison } from "../diff";
import { useMay, useSession } from "../session";
import { ReleaseDetail } from "./detail";
import { Publish } from "./index";
import { byWhom, messageOf, ReleaseName } from "./release_head";
import { loadReleases, useReleases } from "./store";
import { UndoRestore } from "./undo_restore";
import "./page.css";

/** /studio/{environment}/releases: what was published, what changed with it, who is on it, and the way back. */
export function ReleasesRoom({ environment }: { environment: string }) {
  const title = useSession((state) => state.environments.find((known) => known.name === environment)?.title ?? environment);
  const live = useSession((state) => state.environments.find((known) => known.name === environment)?.live ?? null);
  const list = useReleases((state) => state.lists[environment]);
  const problem = useReleases((state) => state.problems[environment] ?? "");
  useEffect(() => void loadReleases(environment), [environment, live]);
  return (
    <main className="releases-page" aria-label={words.title(title)}>
      <Head environment={environment} title={title} />
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      {!list && !problem && <p className="hint">{strings.loading}</p>}
      {list && <Body environment={environment} list={list} />}
    </main>
  );
}

function Head({ environment, title }: { environment: string; title: string }) {
  const [publishing, setPublishing] = useState(false);
  const stop = () => setPublishing(false);
  const mayEdit = useMay("edit", environment);
  const flow = useSession((state) => state.environments.find((known) => known.name === environment)?.flows[0]?.name);
  return (
    <div className="releases-head">
      <h2>{words.title(title)}</h2>
      {flow && (
        <Link className="link" href={to("studio", environment, "flows", flow)}>
          {words.back}
        </Link>
      )}
      <span className="spring" />
      <UndoRestore environment={environment} />
      <Button
        kind="main"
        disabled={!mayEdit || !flow}
        title={mayEdit ? undefined : words.notYours}
        onClick={() => setPublishing(true)}
      >
        {strings.header.publish}
      </Button>
      <Suspense fallback={<Ahead leave={stop} />}>
        {publishing && <Publish environment={environment} close={stop} />}
      </Suspense>
    </div>
  );
}

/** The draft above, the releases below it, the newest first; beside them the one that is looked at. */
function Body({ environment, list }: { environment: string; list: readonly Release[] }) {
  const [from, to, alone] = [useAsked("from"), useAsked("to"), useAsked("release")];
  const differing = useSession(
    (state) => state.environments.find((known) => known.name === environment)?.flows.filter((flow) => flow.changed).length ?? 0,
  );
  const shown = to || alone || String(list.find((release) => release.live)?.number ?? "draft");
  const release = list.find((known) => String(known.number) === shown);
  return (
    <div className="releases-body">
      <ul className="releases-list" aria-label={words.list}>
        <li>
          <Choice chosen={shown === "draft"} to="draft">
            <b>{words.draft}</b>
            <span className="row-soft">{words.draftIs(differing)}</span>
          </Choice>
        </li>
        {list.map((known) => (
          <li key={known.number}>
            <Choice chosen={known === release} to={String(known.number)}>
              <ReleaseName release={known} />
              <span className="releases-message">{messageOf(known)}</span>
              <span className="row-soft">
                {byWhom(known)} · {words.on(known.dialogues)}
              </span>
            </Choice>
          </li>
        ))}
      </ul>
      <div className="releases-detail">
        {list.length === 0 && shown === "draft" && <p className="hint">{words.none}</p>}
        {release && <ReleaseDetail key={release.number} environment={environment} release={release} list={list} />}
        {!release && shown !== "draft" && <p role="alert">{words.unknown(shown)}</p>}
        <Suspense fallback={null}>
          {(release || shown === "draft") && <Comparison environment={environment} list={list} from={from} to={shown} />}
        </Suspense>
      </div>
    </div>
  );
}

function Choice({ chosen, to: name, children }: { chosen: boolean; to: string; children: ReactNode }) {
  const choose = () => {
    ask("from", "");
    ask("release", "");
    ask("to", name);
  };
  return (
    <button type="button" aria-pressed={chosen} onClick={choose}>
      {children}
    </button>
  );
}
