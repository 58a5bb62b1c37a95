import { useEffect, type ReactNode } from "react";
import type { Kind } from "../../api/stock";
import { to } from "../../app/address";
import { Link } from "../../app/link";
import { PageBar } from "../../app/masthead";
import { stockStrings as words } from "../../app/stock_strings";
import { strings } from "../../app/strings";
import { Button } from "../../ui";
import { keepPieces, LeftOffer } from "../kept";
import { useMay, useSession } from "../session";
import { bringBack, keptPlace, openStock, redo, refresh, saveAll, standingOf, undo, unsaved, unsavedPieces, useStock } from "./store";
import "../../app/rooms.css";
import "./stock.css";

const KINDS: readonly Kind[] = ["prompts", "schedules", "tables", "bindings", "entry"];

/** The page around one kind of an environment's stock: where one is, whether it is saved, undo, and what is wrong. */
export function StockFrame({ environment, kind, tools, children }: { environment: string; kind: Kind; tools?: ReactNode; children: ReactNode }) {
  const standing = useStock((state) => (state.environment === environment && state.kind === kind ? state.standing : "loading"));
  const problem = useStock((state) => state.problem);
  const known = useSession((state) => state.environments.find((one) => one.name === environment));
  const title = known?.title || environment;
  const mayEdit = useMay("edit", environment);
  useEffect(() => {
    void openStock(environment, kind);
    const place = keptPlace(environment, kind);
    const unkeep = keepPieces({ place, now: () => unsavedPieces(environment, kind), subscribe: useStock.subscribe });
    const look = () => void refresh();
    const guard = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    window.addEventListener("focus", look);
    window.addEventListener("beforeunload", guard);
    document.title = `${words.kinds[kind]} · ${title} · ${strings.product}`;
    return () => {
      unkeep();
      void saveAll();
      window.removeEventListener("focus", look);
      window.removeEventListener("beforeunload", guard);
    };
  }, [environment, kind, title]);
  useKeys();
  const first = known?.flows[0]?.name;
  return (
    <div className="studio-plain">
      <PageBar here="studio" />
      <main className="stock" aria-label={`${words.kinds[kind]}, ${title}`}>
        <div className="stock-bar">
          <h2>{title}</h2>
          <nav className="stock-kinds" aria-label={words.views(title)}>
            {first && <Link href={to("studio", environment, "flows", first)}>{words.kinds["flows"]}</Link>}
            {KINDS.map((one) => (
              <Link key={one} href={to("studio", environment, one)} aria-current={one === kind ? "page" : undefined}>
                {words.kinds[one]}
              </Link>
            ))}
          </nav>
          <State environment={environment} />
          <span className="spring" />
          {tools}
          <Steps />
          {standing === "there" && mayEdit && <LeftOffer place={keptPlace(environment, kind)} bringBack={bringBack} />}
        </div>
        {standing === "loading" && <p className="page-word">{strings.loading}</p>}
        {standing === "failed" && (
          <div className="page-word" role="alert">
            <p>{problem || words.failed}</p>
            <Button onClick={() => void refresh()}>{words.again}</Button>
          </div>
        )}
        {standing === "there" && children}
      </main>
    </div>
  );
}

function State({ environment }: { environment: string }) {
  const mayEdit = useMay("edit", environment);
  const standing = useStock((state) => standingOf(state.parts));
  if (!mayEdit) {
    return (
      <span className="pill" title={words.viewOnlyWhy}>
        {words.viewOnly}
      </span>
    );
  }
  return (
    <span role="status" className={`pill pill-${standing}`}>
      {words.standing[standing]}
    </span>
  );
}

function Steps() {
  const undoes = useStock((state) => state.past.at(-1)?.label ?? "");
  const redoes = useStock((state) => state.future[0]?.label ?? "");
  return (
    <>
      <Button kind="quiet" off={!undoes} aria-label={words.undo(undoes)} title={words.undo(undoes)} onClick={undo}>
        ↶
      </Button>
      <Button kind="quiet" off={!redoes} aria-label={words.redo(redoes)} title={words.redo(redoes)} onClick={redo}>
        ↷
      </Button>
    </>
  );
}

/** Text fields keep their own undo. */
function useKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const writing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const key = event.key.toLowerCase();
      if (key === "s") void saveAll();
      else if (writing) return;
      else if (key === "z" && !event.shiftKey) undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
