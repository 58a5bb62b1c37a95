/** The words about changes that are not saved. */

import { catalogue } from "./catalogue";

const clock = (at: Date): string => at.toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });

export const keptStrings = catalogue("kept", {
  title: "Changes that were not saved",
  found: (at: Date) => `Your changes of ${clock(at)} were not saved.`,
  moved: "The flow was changed since; you will see both beside each other.",
  back: "Bring them back",
  letGo: "Throw them away",
  label: "Bring back unsaved changes",
  waiting: "Saving waits",
  failed: "Not saved yet. Your changes are kept in this browser.",
});
