/** Trace facts as sentences for people. */

import { faultSaid } from "../../api/said";
import type { Fact } from "../../api/types";
import { traceStrings } from "../../app/trace_strings";
import { centerTitle, nameOf } from "../session";
import { flowTitle, stepTitle } from "./titles";

const place = (key: unknown): string => stepTitle(String(key));
const words = (value: unknown): string => String(value ?? "").replaceAll("_", " ");
const listed = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return words(value);
  const parts = Object.entries(value).map(([name, item]) => pair(name, item));
  return parts.join(", ") || traceStrings.nothing;
};
const pair = (name: string, item: unknown): string => {
  const plain = traceStrings.names[name] ?? words(name.replace(/_s$/, ""));
  if (item === null || item === undefined) return traceStrings.noneOf(plain);
  const said = typeof item === "object" ? listed(item) : words(item);
  return name.endsWith("_s") ? traceStrings.secondsOf(plain, said) : traceStrings.someOf(plain, said);
};
const seconds = (ms: unknown): string => traceStrings.seconds(Math.round(Number(ms) / 100) / 10);

/** What was said; nothing where the reader may not see it. */
const content = (value: unknown): string => {
  if (typeof value === "string") return `“${value}”`;
  if (typeof value === "object" && value !== null && "text" in value) return `“${String(value.text)}”`;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : words(value);
};

/** `Appointments (dutch 50)` */
function asked(asks: unknown): string {
  if (typeof asks !== "object" || asks === null) return words(asks);
  const centers = Object.entries(asks).map(([center, skills]) => traceStrings.askedOf(centerTitle(center), isEmpty(skills) ? "" : listed(skills)));
  return centers.join(", ");
}

const isEmpty = (value: unknown): boolean => typeof value === "object" && value !== null && Object.keys(value).length === 0;

function target(kind: unknown, to: unknown): string {
  if (kind === "agent") return nameOf(String(to));
  return kind === "contact_center" ? centerTitle(String(to)) : traceStrings.aNumber;
}

/** Facts for programs: the floor's own rows, by which a past moment is asked why. */
const UNTOLD = new Set(["wait"]);
export const isTold = (fact: Fact): boolean => !UNTOLD.has(fact[0]);

/** Where a fact's content number stands. */
const CONTENT_AT: Record<string, number> = { said: 1, asked: 1, heard: 1, agent_said: 1, set: 2, noted: 3 };

const SAY: Record<string, (...rest: unknown[]) => string> = {
  arrived: (channel, address) => traceStrings.arrived(words(channel), String(address ?? "")),
  entered: (environment, release, flow) =>
    traceStrings.entered(flowTitle(String(environment), String(flow)), Number(release)),
  waits: (node) => traceStrings.waits(place(node)),
  went: (node, outcome) => traceStrings.went(place(node), words(outcome)),
  said: (text) => traceStrings.said(content(text)),
  asked: (text) => traceStrings.asked(content(text)),
  heard: (text, kind) => traceStrings.heard(words(kind), content(text)),
  agent_said: (text, agent) => traceStrings.agentSaid(nameOf(String(agent)), content(text)),
  silent: () => traceStrings.silent,
  set: (target, value) => traceStrings.set(String(target), content(value)),
  observed: (kind, name, value) => 
    traceStrings.observed(traceStrings.kinds[String(kind)] ?? words(kind), words(name), listed(value)),
  queued: (center) => traceStrings.queued(centerTitle(String(center))),
  offered: (_, agent) => traceStrings.offered(nameOf(String(agent))),
  position: (place) => traceStrings.position(String(place)),
  accepted: (_, agent) => traceStrings.accepted(nameOf(String(agent))),
  declined: (_, agent) => traceStrings.declined(nameOf(String(agent))),
  step: (step, asks) => traceStrings.step(Number(step), asked(asks)),
  estimate: (mean, p90) => traceStrings.estimate(seconds(Number(mean) * 1000), seconds(Number(p90) * 1000)),
  held: (_, held) => (held ? traceStrings.held : traceStrings.unheld),
  transferred: (_, agent, kind, to) => traceStrings.transferred(nameOf(String(agent)), target(kind, to)),
  noted: (_, disposition, note) => traceStrings.noted([words(disposition), content(note)].filter(Boolean).join(" ")),
  blocked: () => traceStrings.blocked,
  attributes: () => traceStrings.attributes,
  hung_up: (cause) => traceStrings.hungUp(words(cause)),
  explained: (node, sentence) => traceStrings.explained(place(node), faultSaid(String(sentence ?? ""))),
  key: (node, key) => traceStrings.key(place(node), String(key)),
  recording: (action) => traceStrings.recording[String(action)] ?? words(action),
  records: () => traceStrings.records,
  dials: () => traceStrings.dials,
  promised: () => traceStrings.promised,
  waits_for_callback: () => traceStrings.waitsForCallback,
  calls_back: (_, attempt) => traceStrings.callsBack(String(attempt)),
  remembered: (_, names) => traceStrings.remembered(Array.isArray(names) ? names.map(words).join(", ") : ""),
  delivered: (center) => traceStrings.delivered(centerTitle(String(center))),
  left_by: () => traceStrings.leftBy,
  away: () => traceStrings.away,
  back: () => traceStrings.back,
  connect_failed: (_, reason) => traceStrings.connectFailed(words(reason)),
  not_in_service: () => traceStrings.notInService,
  late: (_, ms) => traceStrings.late(seconds(ms)),
  requeued: (reason) => traceStrings.requeued(words(reason)),
  left_queue: (center, reason) => traceStrings.left(centerTitle(String(center)), words(reason)),
  connected: (_, agent) => traceStrings.connected(nameOf(String(agent))),
  over: (by) => traceStrings.over(words(by)),
  fault: (node, message) => traceStrings.fault(place(node), faultSaid(String(message ?? ""))),
  stale: (what) => traceStrings.stale(words(what).replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()),
  resumed_after: (ms) => traceStrings.resumed(seconds(ms)),
  ended: (reason, stage, by) => traceStrings.ended(words(reason), words(stage), words(by)),
};

export function factSentence(fact: Fact, contents: Record<string, unknown> = {}): string {
  const at = CONTENT_AT[fact[0]] ?? 0;
  const [kind, ...rest] = fact.map((item, place) =>
    place > 0 && place === at ? contents[String(item)] : item,
  ) as Fact;
  return SAY[kind]?.(...rest) ?? [kind, ...rest].map(words).join(" ");
}
