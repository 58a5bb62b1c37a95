/** The words of comparing: what changed, and the marks on the cards. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const diffStrings = catalogue("diff", {
  tab: "Changes",
  title: "What changed",
  from: "From",
  to: "to",
  live: "what is live",
  draft: "the draft",
  release: (n: number | string) => `Release ${n}`,
  nothing: "the beginning",
  none: "Nothing differs.",
  noneHere: "This flow does not differ. Where cards lie does not count.",
  counted: (n: number) => count(n, "change", "changes"),
  against: (n: number, from: string) => `${count(n, "change", "changes")} since ${from}`,
  loading: "Comparing…",
  wholeFlow: "The flow as a whole",
  environment: "Prompts, schedules and tables",
  marks: { added: "new", removed: "removed", changed: "changed", rewired: "rewired" } as Record<string, string>,
  slots: {
    wired: "new way",
    rewired: (was: string) => `was ${was}`,
    unwired: (was: string) => `was ${was}`,
  },
  led: (from: string, outcome: string, to: string) => `${from}, ${outcome}, led to ${to}`,
  ghost: (title: string) => `${title}, removed`,
  go: (title: string) => `Open ${title}`,
  more: (n: number) => `and ${n} more`,
  onCanvas: (title: string) => `See ${title} on the canvas`,
  seeOnCanvas: "On the canvas",
  list: "List",
  legend: "Where cards lie does not count.",
  otherFlows: (n: number) => count(n, "other flow differs", "other flows differ"),
});
