import { Suspense, useCallback, useEffect, useState } from "react";
import { ApiError, sentence } from "../../api/client";
import { releases as routes, type Restored } from "../../api/releases";
import { releasesStrings as words } from "../../app/releases_strings";
import { strings } from "../../app/strings";
import { Button, Dialog, toast } from "../../ui";
import { ChangedFiles } from "../diff";
import { refreshEnvironments } from "../session";
import { loadReleases } from "./store";
import { keepUndo } from "./undo_restore";

interface Props {
  environment: string;
  number: number;
  close: () => void;
}

/** A whole release into the drafts, as one change. What it changes is said before; what was saved meanwhile stays. */
export function Restore({ environment, number, close }: Props) {
  const [found, setFound] = useState<Restored | null>(null);
  const [problem, setProblem] = useState("");
  const look = useCallback(
    () =>
      routes.restorable(environment, number).then(
        (told) => setFound(told),
        (fault: unknown) => setProblem(sentence(fault)),
      ),
    [environment, number],
  );
  useEffect(() => void look(), [look]);
  const go = async () => {
    if (!found) return;
    try {
      const { undo } = await routes.restore(environment, number, found.base);
      keepUndo(environment, number, undo);
      toast(words.wholeRestored(number));
      close();
      await Promise.all([loadReleases(environment), refreshEnvironments()]);
    } catch (fault) {
      setProblem(sentence(fault));
      if (fault instanceof ApiError && fault.code === "stale_base") void look();
    }
  };
  const nothing = found?.changes.length === 0;
  const actions = (
    <>
      <Button onClick={close}>{strings.cancel}</Button>
      <Button kind="danger" disabled={!found || nothing} onClick={() => void go()}>
        {words.restoreWhole}
      </Button>
    </>
  );
  return (
    <Dialog title={words.restoreOf(number)} close={close} closeLabel={strings.close} actions={actions}>
      <p className="hint">{words.restoreLead}</p>
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      {!found && !problem && <p className="hint">{strings.loading}</p>}
      {nothing && <p>{words.same(number)}</p>}
      {found && !nothing && (
        <div className="release-restored" role="region" aria-label={words.restoreChanges} tabIndex={0}>
          <Suspense fallback={null}>
            <ChangedFiles files={found.changes} />
          </Suspense>
        </div>
      )}
    </Dialog>
  );
}
