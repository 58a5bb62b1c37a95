/** Publish, compare and go to the releases, by key and by the palette of commands. */

import type { Command } from "../features/commands";
import { currentFlow } from "../features/editing";
import { askToPublish } from "../features/releases";
import { may } from "../features/session";
import { go, to } from "./address";
import { showDrawer } from "./drawer_store";
import { useOverlayChoice } from "./overlay_choice";
import { commandStrings as words } from "./command_strings";
import { strings } from "./strings";

export const RELEASE_COMMANDS: readonly Command[] = [
  { id: "publish", title: () => words.do.publish, group: "flow", run: askToPublish, why: whyNot },
  { id: "compare", title: () => words.do.compare, group: "view", run: compare },
  { id: "releasesPage", title: () => words.do.releasesPage, group: "go", run: goTo("releases") },
  { id: "replaysPage", title: () => words.do.replaysPage, group: "go", run: goTo("replays") },
];

function whyNot(): string {
  const open = currentFlow();
  if (!open || open.release !== undefined) return open ? strings.header.isRelease(open.release ?? 0) : strings.header.notYours;
  return may("edit", open.environment) ? "" : strings.header.notYours;
}

function compare(): void {
  useOverlayChoice.setState({ overlay: "changes" });
  showDrawer("changes");
}

function goTo(page: "releases" | "replays"): () => void {
  return () => {
    const environment = currentFlow()?.environment;
    if (environment) go(to("studio", environment, page));
  };
}
