/** Where the canvas looks: readable when a flow is opened, whatever its size. */

import type { Viewport } from "@xyflow/react";
import type { Doc, Palette, Place } from "../../document/flow";
import { heightOf } from "../../document/layered";

export const CARD_WIDTH = 212;
/** Titles of 14.5 px are 11 px or more from here on. */
export const READABLE = 0.77;
/** Below this a card shows its name only. */
export const FAR = 0.5;
/** Above so many steps only what is in sight is drawn. */
export const CULLED = 300;
/** Beside the cards there is room for what stands at the canvas's edges. */
export const fitted = (top: number) =>
  ({ padding: { top: `${top + 2}px`, bottom: "66px", left: "44px", right: "40px" }, maxZoom: 1 }) as const;
const COMFORTABLE = 0.82;
/** Above the cards, if the tools stand in one row. */
export const TOP = 62;
const SIDES = { left: 44, right: 40, bottom: 64 };

export interface Size {
  width: number;
  height: number;
}

/** The whole flow if it is readable so, else its start at a readable size; below the tools, with so much room `above`. */
export function opening(doc: Doc, palette: Palette, pane: Size, above = TOP): Viewport {
  const margin = { ...SIDES, top: above };
  const cards = Object.keys(doc.flow.nodes).map((id) => {
    const at = doc.layout.nodes[id] ?? { x: 0, y: 0 };
    return { left: at.x, top: at.y, right: at.x + CARD_WIDTH, bottom: at.y + heightOf(doc.flow, id, palette) };
  });
  const left = least(cards.map((card) => card.left));
  const top = least(cards.map((card) => card.top));
  const width = Math.max(1, most(cards.map((card) => card.right)) - left);
  const height = Math.max(1, most(cards.map((card) => card.bottom)) - top);
  const room = { width: pane.width - margin.left - margin.right, height: pane.height - margin.top - margin.bottom };
  const whole = Math.min(room.width / width, room.height / height, 1);
  if (whole >= READABLE) {
    const x = margin.left + (room.width - width * whole) / 2 - left * whole;
    return { zoom: whole, x, y: margin.top + (room.height - height * whole) / 2 - top * whole };
  }
  const start: Place = doc.layout.nodes[doc.flow.start] ?? { x: left, y: top };
  const zoom = COMFORTABLE;
  const tall = height * zoom > room.height;
  const y = tall
    ? Math.min(margin.top + room.height / 3 - start.y * zoom, margin.top - top * zoom) // never paper above all cards
    : margin.top + (room.height - height * zoom) / 2 - top * zoom;
  const x = width * zoom > room.width ? margin.left - start.x * zoom : margin.left + (room.width - width * zoom) / 2 - left * zoom;
  return { zoom, x, y };
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
