/** The wire near a point, reckoned from the wires' own paths: the browser's search of all that lies there takes a frame. */

import type { Place } from "../../document/flow";

interface Line {
  points: readonly Place[];
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A curve becomes so many straight pieces. */
const PIECES = 16;
const MOST = 500;
const known = new Map<string, Line>();

/** How far a point is from a path of M, L, Q and C with absolute numbers, as wires have; infinitely if beyond `reach`. */
export function farFrom(path: string, { x, y }: Place, reach: number): number {
  const { points, left, top, right, bottom } = lineOf(path);
  if (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) return Infinity;
  const nearest = points.reduce((least, to, place) => Math.min(least, apart(points[place - 1] ?? to, to, x, y)), Infinity);
  return nearest <= reach ? nearest : Infinity;
}

/** How far a point is from a straight piece. */
function apart(from: Place, to: Place, x: number, y: number): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - at * dx, y - from.y - at * dy);
}

function lineOf(path: string): Line {
  const before = known.get(path);
  if (before) return before;
  const points = pointsOf(path);
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const line = { points, left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  if (known.size >= MOST) known.clear();
  known.set(path, line);
  return line;
}

function pointsOf(path: string): Place[] {
  const points: Place[] = [];
  for (const [, command = "", rest = ""] of path.matchAll(/([MLQC])([^MLQC]*)/g)) {
    const numbers = (rest.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    const ends = numbers.flatMap((x, place) => (place % 2 === 0 ? [{ x, y: numbers[place + 1] ?? 0 }] : []));
    const from = points.at(-1);
    if (!from || command === "M" || command === "L") points.push(...ends);
    else for (let piece = 1; piece <= PIECES; piece += 1) points.push(between([from, ...ends], piece / PIECES));
  }
  return points;
}

/** The point of a curve at a share of its way: between its corners, and between those, down to one. */
function between(corners: readonly Place[], share: number): Place {
  const [first = { x: 0, y: 0 }, ...others] = corners;
  if (others.length === 0) return first;
  const nearer = others.map((to, place) => {
    const from = corners[place] ?? to;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  });
  return between(nearer, share);
}
