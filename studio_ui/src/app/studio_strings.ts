/** The words of the Studio's own pages: what there is, and the frame around a flow. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const studioStrings = catalogue("studio", {
  title: "Studio",
  environments: "Environments",
  flows: (title: string) => `Flows of ${title}`,
  noFlows: "No flow yet: callers go straight to the queue.",
  noEnvironments: "Your role reads no flows here.",
  unknown: (path: string) => `There is nothing at ${path}.`,
  home: "All environments",
  live: (n: number) => `Release ${n} live`,
  unpublished: "Never published",
  draft: "Draft differs from what is live",
  asLive: "As live",
  kinds: { entry: "Entry", subflow: "Subflow", treatment: "Treatment" } as Record<string, string>,
  newFlow: "New flow",
  newName: "Name of the new flow",
  newHint: "Small letters, digits and _; it stands in addresses and files.",
  create: "Create",
  releases: "Releases",
  replays: "Replays",
  changed: (n: number) => count(n, "flow differs", "flows differ"),
  narrow: "The canvas needs a window of 1024 px; here the flow is a list that can be changed, too.",
});
