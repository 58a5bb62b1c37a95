/** The words of bringing two people's changes together. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const togetherStrings = catalogue("together", {
  title: "Someone else changed this flow",
  who: (name: string, when: string) => `${name} saved it at ${when}, after you had read it.`,
  someone: "It was saved by somebody else after you had read it.",
  lead: "Nothing is lost. What only one of you changed is taken; where you both changed the same, choose.",
  both: "Both of you changed this",
  theirs: "They changed this",
  mine: "You changed this",
  theirsShort: "Theirs",
  mineShort: "Mine",
  leave: "Leave as it was",
  take: "Take it",
  was: "Before",
  nothing: "nothing",
  whose: (place: string) => `Whose is taken for ${place}`,
  open: (n: number) => `${count(n, "place is", "places are")} left to choose.`,
  decided: "Everything is chosen.",
  go: "Save both together",
  label: "Bring both together",
  done: "Both are saved together.",
  loading: "Comparing yours and theirs…",
  other: "Another way out",
  loadTheirs: "Load theirs",
  keepMine: "Keep mine as a copy",
  name: "Name of the copy",
});
