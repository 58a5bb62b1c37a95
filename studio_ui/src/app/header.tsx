import { Suspense, type ReactNode } from "react";
import { keepAsTest, runCases } from "../features/cases";
import { openFlow, save, stepBack, stepForward, useEditing, useMayEdit, useOpen, useWhyNot } from "../features/editing";
import { askToPublish, Publish, stopPublishing, usePublishing } from "../features/releases";
import { useMay, useSession } from "../features/session";
import { useLive } from "../features/trace";
import { Ahead, Button } from "../ui";
import { DemoTools } from "./demo_tools";
import { FlowChoice, LivePill, SaveState } from "./flow_state";
import { showDrawer } from "./drawer_store";
import { LanguageSwitch } from "./language_switch";
import { Brand, PageLinks, ThemeSwitch, Who } from "./masthead";
import { strings } from "./strings";

export function Header() {
  const standing = useLive((state) => state.standing);
  const reads = useMay("read");
  const current = useEditing((state) => state.current);
  const any = useSession((state) => state.environments.some((place) => place.flows.length > 0));
  return (
    <header className="bar">
      <Brand />
      <PageLinks here="overview" />
      {reads && any && <FlowChoice chosen={current} choose={(environment, flow) => void openFlow(environment, flow)} />}
      <SaveState />
      <LivePill />
      {standing === "lost" && (
        <span role="status" className="pill pill-lost">
          {strings.lost}
        </span>
      )}
      <span className="spring" />
      {reads && (
        <Tools>
          <Tests />
        </Tools>
      )}
      <DemoTools />
      <LanguageSwitch />
      <ThemeSwitch />
      <Who />
    </header>
  );
}

/** What can be done with the open flow; `children` stand before the last and weightiest. */
export function Tools({ children }: { children?: ReactNode }) {
  const publishing = usePublishing((state) => state.open);
  const undoes = useOpen((open) => open.history.past.at(-1)?.label ?? "", "");
  const redoes = useOpen((open) => open.history.future[0]?.label ?? "", "");
  const dirty = useOpen((open) => open.standing === "dirty" || open.standing === "failed", false);
  const mayEdit = useMayEdit();
  const hint = useWhyNot() || undefined;
  return (
    <>
      <Button
        kind="quiet"
        off={!undoes}
        aria-label={undoes ? strings.header.undoOf(undoes) : strings.header.undo}
        title={undoes ? strings.header.undoOf(undoes) : strings.header.undo}
        onClick={stepBack}
      >
        ↶
      </Button>
      <Button
        kind="quiet"
        off={!redoes}
        aria-label={redoes ? strings.header.redoOf(redoes) : strings.header.redo}
        title={redoes ? strings.header.redoOf(redoes) : strings.header.redo}
        onClick={stepForward}
      >
        ↷
      </Button>
      <Button off={!dirty} title={hint} onClick={() => void save()}>
        {strings.header.save}
      </Button>
      {children}
      <Button kind="main" disabled={!mayEdit} title={hint} onClick={askToPublish}>
        {strings.header.publish}
      </Button>
      <Suspense fallback={<Ahead leave={stopPublishing} />}>{publishing && <Publish close={stopPublishing} />}</Suspense>
    </>
  );
}

/** Calls become tests here; in the editor the drawer does both. */
function Tests() {
  const followed = useLive((state) => state.followed);
  const mayEdit = useMayEdit();
  const mayKeep = useMay("edit");
  const hint = useWhyNot() || undefined;
  return (
    <>
      <Button
        disabled={!followed || !mayKeep}
        title={followed ? undefined : strings.header.keepHint}
        onClick={() => {
          showDrawer("cases");
          void keepAsTest(followed);
        }}
      >
        {strings.header.keep}
      </Button>
      <Button
        disabled={!mayEdit}
        title={hint}
        onClick={() => {
          showDrawer("cases");
          void runCases();
        }}
      >
        {strings.header.runTests}
      </Button>
    </>
  );
}
