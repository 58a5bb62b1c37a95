import type { ReactNode } from "react";
import type { ChangedFile, Release } from "../../api/releases";
import { later } from "../../ui";

export { GhostCard, GhostWire } from "./ghost_card";
export { useChangeLines, useGhosts } from "./on_canvas";
export { Tag } from "./tag";

/** These come when they are asked for. */
export const ChangedFiles = later<{ files: readonly ChangedFile[]; beside?: (flow: string, removed: boolean) => ReactNode }>(() =>
  import("./changed_files").then((room) => ({ default: room.ChangedFiles })),
);
export const Comparison = later<{ environment: string; list: readonly Release[]; from: string; to: string }>(() =>
  import("./comparison").then((room) => ({ default: room.Comparison })),
);
export const Comparing = later<object>(() => import("./comparing").then((room) => ({ default: room.Comparing })));
export const Changes = later<object>(() => import("./changes").then((room) => ({ default: room.Changes })));
