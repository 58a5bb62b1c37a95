import { Suspense, useEffect, type ComponentType } from "react";
import { arriving } from "../ui";
import { usePath } from "./address";
import { Link } from "./link";
import { PageBar } from "./masthead";
import { strings } from "./strings";
import { studioStrings } from "./studio_strings";

interface Where {
  environment: string;
  /** The flow, schedule, prompt or table; "" for the list of them. */
  name: string;
}

type View = ComponentType<Where>;
const view = (load: () => Promise<{ default: View }>): View => arriving(load) as unknown as View;

/** What may stand behind an environment in the address: /studio/front_door/flows/main. */
const VIEWS: Readonly<Record<string, View>> = {
  releases: view(() => import("./releases_page").then((room) => ({ default: room.ReleasesPage }))),
  replays: view(() => import("./replays_page").then((room) => ({ default: room.ReplaysPage }))),
  schedules: view(() => import("../features/schedules").then((room) => ({ default: room.SchedulesView }))),
  tables: view(() => import("../features/tables").then((room) => ({ default: room.TablesView }))),
  prompts: view(() => import("../features/prompts").then((room) => ({ default: room.PromptsView }))),
  bindings: view(() => import("../features/environment").then((room) => ({ default: room.BindingsView }))),
  entry: view(() => import("../features/environment").then((room) => ({ default: room.EntryView }))),
  flows: view(() => import("./editor_view").then((room) => ({ default: room.EditorView }))),
};
const Home = arriving<object>(() => import("./studio_home").then((room) => ({ default: room.StudioHome })));

/** /studio: the environments, and below them what each is made of. */
export function StudioPage() {
  const [, environment = "", kind = "", name = ""] = usePath();
  useEffect(() => {
    document.title = `${studioStrings.title} · ${strings.product}`;
  }, []);
  const Found = VIEWS[kind];
  return (
    <Suspense fallback={<p className="page-word">{strings.loading}</p>}>
      {environment === "" ? <Home /> : Found ? <Found environment={environment} name={name} /> : <Nothing />}
    </Suspense>
  );
}

function Nothing() {
  return (
    <div className="studio-plain">
      <PageBar here="studio" />
      <main className="page-word">
        <h1>{studioStrings.unknown(location.pathname)}</h1>
        <Link className="link" href="/studio">{studioStrings.home}</Link>
      </main>
    </div>
  );
}
