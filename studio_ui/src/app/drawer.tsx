import { Suspense, type ReactNode } from "react";
import { CaseCount, Cases, Covered, keepAsTest, useTrying } from "../features/cases";
import { Changes } from "../features/diff";
import { useOpen } from "../features/editing";
import { Problems } from "../features/problems";
import { Releases } from "../features/releases";
import { TraceList } from "../features/trace";
import { TrafficList } from "../features/traffic";
import { Badge, Button, Tabs } from "../ui";
import { showDrawer, useDrawer, type DrawerTab } from "./drawer_store";
import { useOverlayChoice } from "./overlay_choice";
import { strings } from "./strings";
import { trafficStrings } from "./traffic_strings";

const TABS: readonly (readonly [DrawerTab, string, () => ReactNode])[] = [
  ["problems", strings.problems.tab, () => <Problems />],
  ["cases", strings.drawer.tests, () => <Cases />],
  ["trace", strings.drawer.trace, () => <TraceList keep={(dialogue) => void keepAsTest(dialogue)} />],
  ["traffic", trafficStrings.tab, () => <TrafficList />],
  ["changes", strings.canvas.changes, () => <Changes />],
  ["releases", strings.releases.tab, () => <Releases />],
];

export function Drawer() {
  const tab = useDrawer((state) => state.tab);
  const open = useDrawer((state) => state.open);
  useTrying();
  return (
    <section className={open ? "drawer" : "drawer drawer-shut"} aria-label={strings.drawer.title}>
      <div className="drawer-bar">
        <Tabs
          name="drawer"
          label={strings.drawer.title}
          chosen={open ? tab : ""}
          choose={showDrawer}
          tabs={TABS.map(([name, title]) => [name, <Title key={name} name={name} title={title} />] as const)}
        />
        <Covered show={() => useOverlayChoice.setState({ overlay: "tests" })} />
        <Button
          kind="quiet"
          aria-expanded={open}
          aria-label={open ? strings.drawer.hide : strings.drawer.show}
          onClick={() => useDrawer.setState({ open: !open })}
        >
          {open ? "▾" : "▴"}
        </Button>
      </div>
      {open && (
        <div id="drawer-panel" role="tabpanel" aria-labelledby={`drawer-${tab}`} className="drawer-body" tabIndex={0}>
          <Suspense fallback={<p className="hint drawer-empty">{strings.loading}</p>}>
            {TABS.find(([name]) => name === tab)?.[2]()}
          </Suspense>
        </div>
      )}
    </section>
  );
}

function Title({ name, title }: { name: DrawerTab; title: string }) {
  return (
    <>
      {title} {name === "problems" && <ProblemCount />}
      {name === "cases" && <CaseCount />}
    </>
  );
}

function ProblemCount() {
  const errors = useOpen((open) => open.findings.filter((finding) => finding.severity === "error").length, 0);
  const warnings = useOpen((open) => open.findings.length, 0) - errors;
  return (
    <>
      {errors > 0 && <Badge tone="wrong">! {errors}</Badge>} {warnings > 0 && <Badge tone="care">{warnings}</Badge>}
    </>
  );
}
