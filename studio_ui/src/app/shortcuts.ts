/** What can be done wherever a flow is open, with its keys. Text fields keep their own undo. */

import { useEffect } from "react";
import { titleOf } from "../document/flow";
import { runCases } from "../features/cases";
import { offerMany, useOffer, type Command } from "../features/commands";
import { currentFlow, pick, save, showFlowForm, stepBack, stepForward } from "../features/editing";
import { addStep } from "../features/palette";
import { may, useSession } from "../features/session";
import { commandStrings as words } from "./command_strings";
import { showDrawer, type DrawerTab } from "./drawer_store";
import { strings } from "./strings";

const noFlow = (): string => (currentFlow() ? "" : words.noFlow);
const mayNot = (): string => noFlow() || (may("edit", currentFlow()?.environment) ? "" : strings.header.notYours);
const named = (bare: string, of: (what: string) => string, what: string | undefined): string => (what ? of(what) : bare);
const sees = (id: string, tab: DrawerTab, title: () => string): Command => ({ id, title, group: "view", why: noFlow, run: () => showDrawer(tab) });

const COMMANDS: readonly Command[] = [
  {
    id: "save",
    title: () => words.do.save,
    group: "flow",
    keys: ["Mod+S"],
    writing: true,
    run: () => void save(),
    why: noFlow,
  },
  {
    id: "tests",
    title: () => words.do.tests,
    group: "flow",
    keys: ["R"],
    run: () => {
      showDrawer("cases");
      void runCases();
    },
    why: mayNot,
  },
  { id: "settings", title: () => words.do.settings, group: "flow", run: showFlowForm, why: noFlow },
  {
    id: "undo",
    title: () => named(strings.header.undo, strings.header.undoOf, currentFlow()?.history.past.at(-1)?.label),
    group: "edit",
    keys: ["Mod+Z"],
    run: stepBack,
    why: () => noFlow() || (currentFlow()?.history.past.length ? "" : words.nothingToUndo),
  },
  {
    id: "redo",
    title: () => named(strings.header.redo, strings.header.redoOf, currentFlow()?.history.future[0]?.label),
    group: "edit",
    keys: ["Mod+Shift+Z", "Mod+Y"],
    run: stepForward,
    why: () => noFlow() || (currentFlow()?.history.future.length ? "" : words.nothingToRedo),
  },
  sees("problems", "problems", () => words.do.problems),
  sees("cases", "cases", () => words.do.cases),
  sees("trace", "trace", () => words.do.trace),
  sees("releases", "releases", () => words.do.releases),
];

export function useShortcuts(): void {
  useOffer("flow", COMMANDS);
  useEffect(() => offerMany("steps", goSteps), []);
  useEffect(() => offerMany("new steps", newSteps), []);
}

function goSteps(): Command[] {
  const nodes = currentFlow()?.history.doc.flow.nodes ?? {};
  return Object.entries(nodes).map(([id, node]) => ({
    id: `go ${id}`,
    title: () => words.do.goStep(titleOf(id, node)),
    group: "go",
    run: () => pick({ node: id }),
  }));
}

/** Every type of step that this kind of flow may have; it lands beside the picked one, wired to it. */
function newSteps(): Command[] {
  const open = currentFlow();
  if (!open || mayNot()) return [];
  const kind = open.history.doc.flow.kind ?? "entry";
  return Object.values(useSession.getState().palette)
    .filter((type) => type.kinds.includes(kind))
    .map((type) => ({
      id: `add ${type.name}`,
      title: () => words.do.addStep(type.title),
      beside: type.purpose,
      group: "add",
      run: () => addStep(type),
    }));
}
