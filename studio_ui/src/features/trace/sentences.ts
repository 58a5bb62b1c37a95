/** Trace facts as sentences for people. */

import { faultSaid } from "../../api/said";
import type { Fact } from "../../api/types";
import { strings } from "../../app/strings";
import { centerTitle, nameOf } from "../session";
import { flowTitle, stepTitle } from "./titles";

const place = (key: unknown): string => stepTitle(String(key));
const words = (value: unknown): string => String(value ?? "").replaceAll("_", " ");
const listed = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return words(value);
  const parts = Object.entries(value).map(([name, item]) => pair(name, item));
  return parts.join(", ") || strings.trace.nothing;
};
const pair = (name: string, item: unknown): string => {
  const plain = strings.trace.names[name] ?? words(name.replace(/_s$/, ""));
  if (item === null || item === undefined) return strings.trace.noneOf(plain);
  const said = typeof item === "object" ? listed(item) : words(item);
  return name.endsWith("_s") ? strings.trace.secondsOf(plain, said) : strings.trace.someOf(plain, said);
};
const seconds = (ms: unknown): string => strings.trace.seconds(Math.round(Number(ms) / 100) / 10);

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
  const centers = Object.entries(asks).map(([center, skills]) => strings.trace.askedOf(centerTitle(center), isEmpty(skills) ? "" : listed(skills)));
  return centers.join(", ");
}

const isEmpty = (value: unknown): boolean => typeof value === "object" && value !== null && Object.keys(value).length === 0;

function target(kind: unknown, to: unknown): string {
  if (kind === "agent") return nameOf(String(to));
  return kind === "contact_center" ? centerTitle(String(to)) : strings.trace.aNumber;
}

/** Facts for programs: the floor's own rows, by which a past moment is asked why. */
const UNTOLD = new Set(["wait"]);
export const isTold = (fact: Fact): boolean => !UNTOLD.has(fact[0]);

/** Where a fact's content number stands. */
const CONTENT_AT: Record<string, number> = { said: 1, asked: 1, heard: 1, agent_said: 1, set: 2, noted: 3 };

const SAY: Record<string, (...rest: unknown[]) => string> = {
  arrived: (channel, address) => strings.trace.arrived(words(channel), String(address ?? "")),
  entered: (environment, release, flow) =>
    strings.trace.entered(flowTitle(String(environment), String(flow)), Number(release)),
  waits: (node) => strings.trace.waits(place(node)),
  went: (node, outcome) => strings.trace.went(place(node), words(outcome)),
  said: (text) => strings.trace.said(content(text)),
  asked: (text) => strings.trace.asked(content(text)),
  heard: (text, kind) => strings.trace.heard(words(kind), content(text)),
  agent_said: (text, agent) => strings.trace.agentSaid(nameOf(String(agent)), content(text)),
  silent: () => strings.trace.silent,
  set: (target, value) => strings.trace.set(String(target), content(value)),
  observed: (kind, name, value) => 
    strings.trace.observed(strings.trace.kinds[String(kind)] ?? words(kind), words(name), listed(value)),
  queued: (center) => strings.trace.queued(centerTitle(String(center))),
  offered: (_, agent) => strings.trace.offered(nameOf(String(agent))),
  position: (place) => strings.trace.position(String(place)),
  accepted: (_, agent) => strings.trace.accepted(nameOf(String(agent))),
  declined: (_, agent) => strings.trace.declined(nameOf(String(agent))),
  step: (step, asks) => strings.trace.step(Number(step), asked(asks)),
  estimate: (mean, p90) => strings.trace.estimate(seconds(Number(mean) * 1000), seconds(Number(p90) * 1000)),
  held: (_, held) => (held ? strings.trace.held : strings.trace.unheld),
  transferred: (_, agent, kind, to) => strings.trace.transferred(nameOf(String(agent)), target(kind, to)),
  noted: (_, disposition, note) => strings.trace.noted([words(disposition), content(note)].filter(Boolean).join(" ")),
  blocked: () => strings.trace.blocked,
  attributes: () => strings.trace.attributes,
  hung_up: (cause) => strings.trace.hungUp(words(cause)),
  explained: (node, sentence) => strings.trace.explained(place(node), faultSaid(String(sentence ?? ""))),
  key: (node, key) => strings.trace.key(place(node), String(key)),
  recording: (action) => strings.trace.recording[String(action)] ?? words(action),
  records: () => strings.trace.records,
  dials: () => strings.trace.dials,
  promised: () => strings.trace.promised,
  waits_for_callback: () => strings.trace.waitsForCallback,
  calls_back: (_, attempt) => strings.trace.callsBack(String(attempt)),
  remembered: (_, names) => strings.trace.remembered(Array.isArray(names) ? names.map(words).join(", ") : ""),
  delivered: (center) => strings.trace.delivered(centerTitle(String(center))),
  left_by: () => strings.trace.leftBy,
  away: () => strings.trace.away,
  back: () => strings.trace.back,
  connect_failed: (_, reason) => strings.trace.connectFailed(words(reason)),
  not_in_service: () => strings.trace.notInService,
  late: (_, ms) => strings.trace.late(seconds(ms)),
  requeued: (reason) => strings.trace.requeued(words(reason)),
  left_queue: (center, reason) => strings.trace.left(centerTitle(String(center)), words(reason)),
  connected: (_, agent) => strings.trace.connected(nameOf(String(agent))),
  over: (by) => strings.trace.over(words(by)),
  fault: (node, message) => strings.trace.fault(place(node), faultSaid(String(message ?? ""))),
  stale: (what) => strings.trace.stale(words(what).replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()),
  resumed_after: (ms) => strings.trace.resumed(seconds(ms)),
  ended: (reason, stage, by) => strings.trace.ended(words(reason), words(stage), words(by)),
};

export function factSentence(fact: Fact, contents: Record<string, unknown> = {}): string {
  const at = CONTENT_AT[fact[0]] ?? 0;
  const [kind, ...rest] = fact.map((item, place) =>
    place > 0 && place === at ? contents[String(item)] : item,
  ) as Fact;
  return SAY[kind]?.(...rest) ?? [kind, ...rest].map(words).join(" ");
}
