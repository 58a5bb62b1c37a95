import { keptStrings as words } from "../../app/kept_strings";
import { Button } from "../../ui";
import { useEditing, useMayEdit, useOpen } from "../editing";
import { bringBack, letGo, useKept } from "./keeping";
import "./kept.css";

/** What of the open flow was not saved when the page was left, and whether saving waits for the server now. */
export function KeptOffer() {
  const current = useEditing((state) => state.current);
  const kept = useKept((state) => state.offers[current]);
  const waits = useOpen((open) => open.standing === "failed", false);
  const problem = useOpen((open) => open.problem, "");
  const moved = useOpen((open) => kept !== undefined && kept.base !== open.hash, false);
  const mayEdit = useMayEdit();
  if (kept && mayEdit) {
    return (
      <section className="kept" aria-label={words.title}>
        <p>
          <b>{words.found(new Date(kept.at))}</b> {moved && words.moved}
        </p>
        <Button kind="main" onClick={() => bringBack(current)}>
          {words.back}
        </Button>
        <Button onClick={() => letGo(current)}>{words.letGo}</Button>
      </section>
    );
  }
  if (!waits) return null;
  return (
    <section className="kept kept-waits" aria-label={words.waiting}>
      <p>
        <b>{words.failed}</b> {problem}
      </p>
    </section>
  );
}
