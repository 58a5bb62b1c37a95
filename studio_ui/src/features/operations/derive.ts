/** What the operations page shows, made from what the server told: pure, so that it is tested without a page. */

import type { CellSeen, NodeRow, NodeSeen, ShardSeen } from "../../api/operations";

export const SHARDS = 256;
export const COLUMNS = 16;

/** A letter for each owner, in the order of the nodes: colour never says it alone. */
export function letters(cell: CellSeen): Map<string, string> {
  const owners = [...new Set([...cell.nodes.map((row) => row.node), ...cell.shards.map((shard) => shard.owner)])].filter(Boolean);
  return new Map(owners.map((owner, place) => [owner, letter(place)]));
}

const letter = (place: number): string =>
  place < 26 ? String.fromCharCode(65 + place) : `${letter(Math.floor(place / 26) - 1)}${letter(place % 26)}`;

/** All 256, those without a tenant as null. */
export function cells(cell: CellSeen): readonly (ShardSeen | null)[] {
  const known = new Map(cell.shards.map((shard) => [shard.shard, shard]));
  return Array.from({ length: SHARDS }, (_, place) => known.get(place) ?? null);
}

/** Where an arrow key leads on the map; null if it leads off it, or is none. */
export function step(from: number, key: string): number | null {
  const row = Math.floor(from / COLUMNS);
  const next =
    key === "ArrowRight"
      ? from + 1
      : key === "ArrowLeft"
        ? from - 1
        : key === "ArrowDown"
          ? from + COLUMNS
          : key === "ArrowUp"
            ? from - COLUMNS
            : key === "Home"
              ? row * COLUMNS
              : key === "End"
                ? row * COLUMNS + COLUMNS - 1
                : null;
  if (next === null || next < 0 || next >= SHARDS) return null;
  const across = key === "ArrowRight" || key === "ArrowLeft";
  return across && Math.floor(next / COLUMNS) !== row ? null : next;
}

/** The word of a node's state; one that is emptied and owns nothing any more is empty. */
export const stateOf = (row: NodeRow): string => (row.state === "draining" && row.shards === 0 ? "empty" : row.state);

/** The nodes that could take what `node` hands over. */
export const others = (cell: CellSeen, node: string): number =>
  cell.nodes.filter((row) => row.node !== node && row.state === "up").length;

export const tenants = (cell: CellSeen): number => cell.shards.reduce((sum, shard) => sum + shard.tenants, 0);

/** Added up over the nodes that answered. */
export const total = (figures: Readonly<Record<string, NodeSeen | null>>, what: "fenced"): number =>
  Object.values(figures).reduce((sum, seen) => sum + (seen?.[what] ?? 0), 0);

const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;

/** Three digits and a unit. */
export function sized(bytes: number): readonly [string, string] {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return [unit === 0 ? String(size) : size.toPrecision(3), UNITS[unit] ?? "B"];
}

export type Age = readonly ["justNow"] | readonly ["seconds" | "minutes" | "hours" | "days", number];

/** How long ago, in one unit. */
export function age(ms: number): Age {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 3) return ["justNow"];
  if (seconds < 120) return ["seconds", seconds];
  if (seconds < 7200) return ["minutes", Math.floor(seconds / 60)];
  if (seconds < 172_800) return ["hours", Math.floor(seconds / 3600)];
  return ["days", Math.floor(seconds / 86_400)];
}
