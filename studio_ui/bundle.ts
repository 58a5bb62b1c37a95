/** What the pages are put together from, and how they are cut into files. */

import { join } from "node:path";

const source = (path: string): string => join(import.meta.dirname, "src", path);

/** Preact where the canvas library asks for React (decision 48). */
export const STAND_INS = [
  { find: "d3-color", replacement: source("app/no_colours.ts") },
  { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: "preact/jsx-runtime" },
  { find: /^react(-dom)?$/, replacement: "preact/compat" },
];

/** d3-transition comes with the first gesture: nobody zooms before. The canvas library begins with `motion.ts`. */
export const motionLater = {
  name: "motion later",
  enforce: "pre" as const,
  resolveId: (id: string, importer: string | undefined) => (id === "d3-transition" && importer?.includes("node_modules") ? source("app/motion.ts") : null),
};

/** What every page begins with, and what a page with a flow needs before its first card. */
const PAGE = ["app/app.tsx", "app/masthead.tsx", "app/studio_page.tsx", "features/session/index.ts"].map(source);
const EDITOR = ["features/canvas/canvas.tsx", "app/editor_view.tsx"].map(source);

interface Graph {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

const known = new Map<readonly string[], Set<string>>();

/** All that these modules import, and so on, but not what they load later. */
function reached(roots: readonly string[], graph: Graph): Set<string> {
  const found = known.get(roots) ?? new Set(roots);
  known.set(roots, found);
  for (const id of found) for (const other of graph.getModuleInfo(id)?.importedIds ?? []) found.add(other);
  return found;
}

const RUNTIME = "rolldown/runtime";

/** What is loaded together is one file: each costs half a kilobyte of headers, and packs worse alone. */
export const FILES = [
  { name: (id: string, graph: Graph) => (id.includes(RUNTIME) || reached(PAGE, graph).has(id) ? "page" : null), debugName: "page", priority: 2 },
  { name: (id: string, graph: Graph) => (reached(EDITOR, graph).has(id) ? "editor" : null), debugName: "editor", priority: 1 },
];
