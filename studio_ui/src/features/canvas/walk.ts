/** Keys on a card: arrows follow the wires, with Alt they move the step; a live region says what happened. */

import type { KeyboardEvent } from "react";
import { commandStrings as words } from "../../app/command_strings";
import { strings } from "../../app/strings";
import { titleOf, type Flow, type Place } from "../../document/flow";
import { outcomeLabel, shownLeavings } from "../../document/select";
import { walk, type Direction, type Walked } from "../../document/walk";
import { announce, focusSoon } from "../../ui";
import type { Command } from "../commands";
import { act, currentFlow, openForm, pick, useEditing } from "../editing";
import { useSession } from "../session";
import { useFresh } from "./fresh";
import { moveOf, placeIn, withMembers } from "./moving";
import { useSelection } from "./selection";
import { startRename } from "./rename_store";

const ARROWS: Readonly<Record<string, { direction: Direction; by: Place }>> = {
  ArrowRight: { direction: "forth", by: { x: 1, y: 0 } },
  ArrowLeft: { direction: "back", by: { x: -1, y: 0 } },
  ArrowDown: { direction: "next", by: { x: 0, y: 1 } },
  ArrowUp: { direction: "previous", by: { x: 0, y: -1 } },
};
const STEP = 10;
const HAIR = 1;

let came = "";

/** While the event goes down: the canvas library would take plain arrows for a move. */
export function onCardKey(event: KeyboardEvent): void {
  const card = event.target as HTMLElement;
  const id = card.classList?.contains("react-flow__node") ? (card.getAttribute("data-id") ?? "") : "";
  const arrow = ARROWS[event.key];
  if (id === "" || event.ctrlKey || event.metaKey) return;
  const isCard = card.classList.contains("react-flow__node-card");
  if (arrow && event.altKey) nudge(id, arrow.by, event.shiftKey ? HAIR : STEP);
  else if (!isCard) return onThingKey(event, id);
  else if (arrow && !event.shiftKey) follow(id, arrow.direction);
  else if (event.key === "Enter" && !event.shiftKey) openForm(id);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** A note or a frame: Enter writes it, arrows move it as the canvas library does. */
function onThingKey(event: KeyboardEvent, id: string): void {
  if (event.key !== "Enter") return;
  useFresh.setState({ id });
  event.preventDefault();
  event.stopPropagation();
}

function follow(id: string, direction: Direction): void {
  const flow = currentFlow()?.history.doc.flow;
  if (!flow) return;
  const walked = walk(flow, useSession.getState().palette, id, direction, came);
  if (!walked) return announce(words.walk.end(titleOf(id, flow.nodes[id]))[direction]);
  if (direction === "forth") came = id;
  else if (direction === "back") came = "";
  else if (walked.from) came = walked.from;
  pick({ node: walked.to });
  focusCard(walked.to);
  announce(told(flow, walked, direction));
}

function told(flow: Flow, walked: Walked, direction: Direction): string {
  const { to, from, outcome, place, of } = walked;
  const node = flow.nodes[to];
  const ways = node ? shownLeavings(useSession.getState().palette[node.type], node, flow.wires[to] ?? {}).length : 0;
  const title = titleOf(to, node);
  if (direction === "back" || from === "") return words.walk.at(title, ways);
  return words.walk.along(outcomeLabel(flow.nodes[from], outcome), title, ways, place, of);
}

/** Everything that is picked with it moves along. */
function nudge(id: string, by: Place, step: number): void {
  const doc = currentFlow()?.history.doc;
  if (!doc) return;
  const picked = useSelection.getState().ids;
  const ids = picked.has(id) ? [...picked] : [id];
  const places: Record<string, Place> = {};
  for (const each of ids) {
    const at = placeIn(doc, each);
    if (at) places[each] = { x: at.x + by.x * step, y: at.y + by.y * step };
  }
  act(moveOf(withMembers(doc, places, {})), strings.did.move, `move ${ids.join()}`);
  const now = currentFlow()?.history.doc.layout.nodes[id];
  if (now) announce(words.walk.moved(ids.length, Math.round(now.x), Math.round(now.y)));
}

/** The card that stands for this step gets the focus, as soon as it is drawn. */
export function focusCard(id: string): void {
  focusSoon(() => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`));
}

/** Escape in a form leads back to the card that it belongs to. */
export function onFormKey(event: KeyboardEvent): void {
  if (event.key !== "Escape" || event.defaultPrevented || !(event.target as HTMLElement).closest(".inspector")) return;
  const picked = useEditing.getState().pick?.node;
  if (picked === undefined) return;
  event.preventDefault();
  focusCard(picked);
}

const noStep = (): string => (useEditing.getState().pick ? "" : words.noStep);
const gesture = (id: keyof typeof words.gestures, ...keys: string[]): Command => ({
  id: `gesture ${id}`,
  title: () => words.gestures[id],
  group: "go",
  keys,
  gesture: true,
  run: () => undefined,
});

export const WALKING: readonly Command[] = [
  {
    id: "rename",
    title: () => words.do.rename,
    group: "edit",
    keys: ["F2"],
    writing: true,
    run: () => startRename(useEditing.getState().pick?.node ?? ""),
    why: noStep,
  },
  gesture("walk", "ArrowRight"),
  gesture("back", "ArrowLeft"),
  gesture("siblings", "ArrowDown", "ArrowUp"),
  gesture("move", "Alt+ArrowRight"),
  gesture("fine", "Alt+Shift+ArrowRight"),
  gesture("open", "Enter"),
  gesture("leave", "Escape"),
  gesture("remove", "Delete"),
];
