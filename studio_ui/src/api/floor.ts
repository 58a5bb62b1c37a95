/** The routes of the desk and of those who lead the floor. */

import type { Json, JsonObject } from "../document/json";
import { act, call, path } from "./client";
import type { AgentView, AgentWhy, DeskView, FloorView, Today, Transfer, Why } from "./floor_types";

export const desk = {
  agents: () => call<AgentView[]>("GET", "/agents"),
  me: () => call<DeskView>("GET", "/agents/me"),
  signIn: () => act<Json>("POST", "/agents/me/sign-in"),
  signOut: () => act<Json>("POST", "/agents/me/sign-out"),
  presence: (intent: string, reason = "") => act<Json>("PUT", "/agents/me/presence", { intent, reason }),
  act: (reservation: string, what: "accept" | "decline" | "hang-up" | "say" | "hold", body?: JsonObject) =>
    act<Json>("POST", `${path("reservations", reservation)}/${what}`, body),
  transfer: (reservation: string, to: Transfer) => act<Json>("POST", `${path("reservations", reservation)}/transfer`, { ...to }),
  note: (reservation: string, disposition: string, note: string) =>
    act<Json>("POST", `${path("reservations", reservation)}/note`, { disposition, note }),
  wrapUp: (reservation: string, disposition: string, note: string) =>
    act<Json>("POST", `${path("reservations", reservation)}/wrap-up`, { disposition, note }),
};

export const floor = {
  now: () => call<FloorView>("GET", "/floor"),
  today: () => call<Today[]>("GET", "/reports/today"),
  whyDialogue: (id: string) => call<Why>("GET", `${path("dialogues", id)}/why`),
  whyAgent: (id: string) => call<AgentWhy>("GET", `${path("agents", id)}/why`),
};
