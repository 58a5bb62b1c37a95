import { ask, to as addressOf } from "../../app/address";
import { diffStrings as words } from "../../app/diff_strings";
import { Link } from "../../app/link";
import type { Release } from "../../api/releases";
import { useSession } from "../session";
import { ChangedFiles } from "./changed_files";
import { countOf } from "./marks";
import "./diff.css";
import { useComparison, useDiff } from "./store";

interface Props {
  environment: string;
  list: readonly Release[];
  /** "" for what stood before `to`. */
  from: string;
  to: string;
}

/** On the page of releases: what changed, against any other, with the way to see it on the canvas. */
export function Comparison({ environment, list, from, to }: Props) {
  const known = useSession((state) => state.environments.find((place) => place.name === environment));
  const before = from || usualFrom(to);
  const stamp = `${known?.live} ${known?.flows.map((flow) => flow.draft_hash).join()}`;
  useComparison({ environment, from: before, to, stamp });
  const files = useDiff((state) => (state.key === [environment, before, to].join(" ") ? state.files : null));
  const problem = useDiff((state) => state.problem);
  const removedFrom = before === "live" ? known?.live : before; // what is no more is looked at where it was
  const query = `?from=${before}&to=${to}`;
  return (
    <section className="comparison" aria-label={words.title}>
      <h3>{words.title}</h3>
      <From list={list} from={before} to={to} />
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      {!files && !problem && <p className="hint">{words.loading}</p>}
      {files && files.length > 0 && <p className="hint">{words.counted(countOf(files))}</p>}
      {files && (
        <ChangedFiles
          files={files}
          beside={(flow, removed) => (
            <Link
              className="link"
              href={addressOf("studio", environment, "flows", flow) + (removed ? `?release=${removedFrom}` : query)}
              aria-label={words.onCanvas(flow)}
            >
              {words.seeOnCanvas}
            </Link>
          )}
        />
      )}
    </section>
  );
}

/** What a release is compared with if nothing else is said: the one before; the draft with what is live. */
export const usualFrom = (to: string): string => (to === "draft" ? "live" : String(Number(to) - 1));

export function From({ list, from, to }: { list: readonly Release[]; from: string; to: string }) {
  return (
    <label className="comparison-from">
      {words.from}{" "}
      <select className="input" value={from} onChange={(event) => ask("from", event.target.value)}>
        <option value="0">{words.nothing}</option>
        <option value="live">{words.live}</option>
        {list
          .filter((release) => String(release.number) !== to)
          .map((release) => (
            <option key={release.number} value={release.number}>
              {words.release(release.number)}
            </option>
          ))}
        {to !== "draft" && <option value="draft">{words.draft}</option>}
      </select>{" "}
      {words.to} {to === "draft" ? words.draft : words.release(to)}
    </label>
  );
}
