/** The words of a flow's traffic: how callers went, and where they left. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;

export const trafficStrings = catalogue("traffic", {
  tab: "Traffic",
  overlay: "Traffic",
  onCards: (what: string) => `On the cards: ${what}`,
  list: "Traffic step by step",
  since: "Begun",
  sinceWhen: {
    today: "today",
    hour: "last hour",
    day: "last 24 hours",
    week: "last 7 days",
    month: "last 30 days",
    days: "chosen days",
  } as Record<string, string>,
  firstDay: "First day",
  lastDay: "Last day",
  again: "Count again",
  asOf: (time: string) => `as of ${time}`,
  none: "No dialogue went through this flow in that time.",
  dialogues: (n: number) => count(n, "dialogue", "dialogues"),
  incomplete: (n: number, since: string) => `Only the newest ${n.toLocaleString()} are counted, begun since ${since}.`,
  old: (why: string) => `These counts may be old. ${why}`,
  share: (percent: number) => (percent > 0 && percent < 1 ? "under 1\u00a0%" : `${Math.round(percent)}\u00a0%`),
  times: (n: number) => n.toLocaleString(),
  left: (n: number) => `${n.toLocaleString()} left`,
  leftHere: (n: number) => `${n.toLocaleString()} left here: show who`,
  leftAfter: (n: number) => `${n.toLocaleString()} left after it`,
  table: "Steps with their traffic",
  step: "Step",
  came: "Dialogues",
  dropped: "Left here",
  here: "Here now",
  wayCame: (n: number, times: number) => (times > n ? `${n.toLocaleString()}, ${count(times, "time", "times")}` : n.toLocaleString()),
  who: (step: string) => `at ${step}: show who`,
  through: (step: string, outcome: string) => `Show who left ${step} by ${outcome}`,
  order: "Order",
  orders: { flow: "as callers meet them", dropped: "most left first" } as Record<string, string>,
  gone: "not in this draft",
  open: (step: string) => `Open ${step} on the canvas`,
  how: "How they ended",
  showTests: "Tests",
});
