import { useEffect, useState } from "react";
import { releases, type Release } from "../../api/releases";
import { useAsked } from "../../app/address";
import { diffStrings as words } from "../../app/diff_strings";
import { showDrawer } from "../../app/drawer_store";
import { Button } from "../../ui";
import { useEditing, useOpen } from "../editing";
import { useSession } from "../session";
import { From, usualFrom } from "./comparison";
import { marksIn, useComparison, useDiff, type Pair } from "./store";

const NO_RELEASES: Release[] = [];

/** The comparison of the open flow: of its draft with what is live, of a release with the one before, or as the address says. */
export function usePair(): Pair | null {
  const asked = useAsked("from");
  const environment = useEditing((state) => state.open[state.current]?.environment ?? "");
  const release = useOpen((open) => open.release, undefined);
  const hash = useOpen((open) => open.hash, "");
  const live = useSession((state) => state.environments.find((known) => known.name === environment)?.live ?? 0);
  if (environment === "") return null;
  const to = release === undefined ? "draft" : String(release);
  const usual = to === "draft" && live === 0 ? "0" : usualFrom(to);
  return { environment, to, from: asked || usual, stamp: `${hash} ${live}` };
}

/** What is compared with what, how many changes there are, and, on the canvas, the way to their list. */
export function Comparing({ listed = false }: { listed?: boolean }) {
  const pair = usePair();
  useComparison(pair);
  const environment = pair?.environment ?? "";
  const list = useReleases(environment, pair?.stamp ?? "");
  const flow = useEditing((state) => state.open[state.current]?.name ?? "");
  const files = useDiff((state) => state.files);
  const problem = useDiff((state) => state.problem);
  if (!pair) return null;
  const { count } = marksIn(files, environment, flow);
  return (
    <span className="comparing">
      <From list={list} from={pair.from} to={pair.to} />
      <span role="status">{problem || (files ? words.counted(count) : words.loading)}</span>
      {!listed && (
        <Button kind="quiet" onClick={() => showDrawer("changes")}>
          {words.list}
        </Button>
      )}
    </span>
  );
}

/** What it can be compared with; without them the names of live and draft remain. */
function useReleases(environment: string, stamp: string): readonly Release[] {
  const [list, setList] = useState(NO_RELEASES);
  useEffect(() => {
    let wanted = true;
    if (environment) releases.all(environment).then((all) => wanted && setList(all), () => undefined);
    return () => {
      wanted = false;
    };
  }, [environment, stamp]);
  return list;
}
