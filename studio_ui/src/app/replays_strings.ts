/** The words of replays: stored dialogues run again on other flows. What the server says of ways and ends is read here
 *  too, so that another language can say it. */

import { catalogue } from "./catalogue";

const count = (n: number, one: string, many: string): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const replaysStrings = catalogue("replays", {
  link: "Replays",
  title: (environment: string) => `Replays of ${environment}`,
  lead: "What callers did is done again on other flows: which dialogues would go another way, and where. Nobody is called.",
  releases: "Releases",
  begin: "Replay",
  beginTitle: "Begin a replay",
  notYours: "Your role may read reports, not begin a replay.",
  against: "On which flows",
  draft: "The draft",
  release: (n: number) => `Release ${n}`,
  live: (n: number) => `Release ${n}, live`,
  from: "Begun on or after",
  until: "Begun before",
  anyDay: "Empty: any day",
  address: "Called",
  anyAddress: "Any address",
  most: "The newest, at most",
  badMost: "Write a number from 1 to 10,000.",
  list: "Reports",
  none: "No report is kept yet.",
  noneChosen: "Choose a report, or begin a replay.",
  kept: "The newest 50 reports of the tenant are kept.",
  row: (parted: number, replayed: number) => {
    if (parted > 0) return `${parted} of ${replayed} part`;
    return replayed === 1 ? "the one goes the same way" : `all ${replayed} go the same way`;
  },
  rowNothing: "there was nothing to replay",
  rowNone: "none could be replayed",
  rowNoneYet: "none replayed so far",
  by: (name: string, when: string) => [name, when].filter(Boolean).join(", "),
  againsts: (against: string) => {
    const number = /^release (\d+)$/.exec(against)?.[1];
    if (number) return `On release ${number}`;
    return against === "a folder" ? "On a folder" : "On the draft";
  },
  states: { running: "Running", done: "Done", failed: "Failed", stopped: "Stopped" } as Record<string, string>,
  progress: (done: number, of: number) => `${done.toLocaleString()} of ${count(of, "dialogue", "dialogues")}`,
  progressLabel: "How far the replay is",
  stop: "Stop",
  stopped: "The replay is stopped. What it found is kept.",
  begun: (of: number) => `Replaying ${count(of, "dialogue", "dialogues")}.`,
  finished: (parted: number, replayed: number) =>
    parted === 0 ? `${replayed === 1 ? "The one dialogue goes" : `All ${replayed.toLocaleString()} dialogues go`} the same way.` : `${parted} of ${count(replayed, "dialogue", "dialogues")} part.`,
  noneCould: (of: number) => (of === 1 ? "The one dialogue could not be replayed." : `None of ${of.toLocaleString()} dialogues could be replayed.`),
  nothing: "No dialogue that is over fits. Ask for other days, another address, or another environment.",
  older: (looked: number) =>
    `Older dialogues were left out: ask for more, or for earlier days. Nothing before the tenant's newest ${looked.toLocaleString()} is looked at.`,
  totals: "What became of them",
  same: "Go the same way",
  parted: "Part",
  untold: "Could not be replayed",
  groups: "Where they part",
  noGroups: "None goes another way.",
  place: (flow: string, node: string) => [flow, node].filter(Boolean).join(" / "),
  group: (n: number, share: number) => `${count(n, "dialogue", "dialogues")}, ${percent(share)}`,
  before: "Before",
  now: "Now",
  rejoins: (n: number) => `${count(n, "of them takes", "of them take")} every later way all the same.`,
  fates: "How they ended, before and now",
  asBefore: "as before",
  moreFates: (n: number) => `${count(n, "dialogue", "dialogues")} otherwise`,
  examples: "Dialogues of this group",
  compare: "Both ways",
  compareOf: (id: string) => `Both ways of ${id}`,
  notCompare: "Who may try drafts sees both ways.",
  trace: "Trace",
  traceOf: (id: string) => `Trace of ${id}`,
  besideOf: (id: string) => `Both ways of dialogue ${id}`,
  close: "Close",
  itWas: "As it was",
  itIs: (against: string) => against,
  asNow: "The draft is tried as it is now.",
  alike: (n: number) => (n === 0 ? "They part at once." : `The first ${count(n, "way is", "ways are")} the same.`),
  partsHere: "parts here",
  ends: "Ends",
  noMore: "Nothing more",
  outcome: (outcome: string) => outcome,
  ended: (ended: string) => ended,
  queue: (queue: string) => `queue ${queue}`,
  reason: (reason: string) => reason,
});
