/** The words of prompts, schedules and tables, as far as all three say the same. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const stockStrings = catalogue("stock", {
  kinds: { flows: "Flows", prompts: "Prompts", schedules: "Schedules", tables: "Tables", bindings: "Values", entry: "Entry flows" } as Record<string, string>,
  views: (title: string) => `What ${title} is made of`,
  undo: (label: string) => (label ? `Undo: ${label}` : "Undo"),
  redo: (label: string) => (label ? `Redo: ${label}` : "Redo"),
  undone: (label: string) => `Undone: ${label}`,
  doneAgain: (label: string) => `Done again: ${label}`,
  standing: {
    saved: "Saved",
    dirty: "Not saved yet",
    saving: "Saving…",
    conflict: "Changed by someone else",
    failed: "Not saved",
  } as Record<string, string>,
  viewOnly: "View only",
  viewOnlyWhy: "Your role may look at this, not change it.",
  failed: "This could not be read.",
  again: "Try again",
  name: "Name",
  nameHint: "Small letters, digits and _.",
  nameTaken: (name: string) => `There is “${name}” already.`,
  nameWrong: "A name has small letters, digits and _, and begins with a letter.",
  add: "Add",
  conflict: (name: string) => `Somebody else changed “${name}” while you did.`,
  conflictGone: (name: string) => `Somebody else took “${name}” away while you changed it.`,
  theirs: "Take theirs",
  mine: "Keep mine",
  used: (n: number) => (n === 0 ? "Not used" : `Used in ${count(n, "place", "places")}`),
  usedBy: "Used by",
  usedNowhere: "No flow names it.",
  usedAt: (place: string, flow: string, node: string, live: boolean) =>
    `${[place, flow, node].filter(Boolean).join(" / ")}${live ? " (live)" : ""}`,
  remove: (name: string) => `Remove ${name}`,
  removed: (name: string) => `Remove “${name}”`,
  download: "CSV out",
  upload: "CSV in…",
  importing: {
    title: (file: string) => `Bring in ${file}`,
    counts: (outcome: string, n: number) => `${n} ${outcome}`,
    outcomes: { added: "new", changed: "changed", removed: "taken away", unchanged: "as they are", refused: "refused" } as Record<
      string,
      string
    >,
    at: (line: number, column: string) => [line ? `Line ${line}` : "", column].filter(Boolean).join(", "),
    refused: "Nothing is taken in as long as a row is refused.",
    nothing: "Nothing would change.",
    apply: "Take it in",
    done: (n: number) => `${count(n, "row", "rows")} taken in.`,
  },
});
