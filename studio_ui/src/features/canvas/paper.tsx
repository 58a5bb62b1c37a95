import { Background, BackgroundVariant, useStore } from "@xyflow/react";

const GAP = 18;
const DOT_PX = 1.7;

/** Dotted paper whose dots are as large and as far apart on the screen at every zoom, within a factor of two. */
export function Paper() {
  const zoom = useStore((state) => state.transform[2]);
  const gap = GAP * 2 ** Math.round(-Math.log2(zoom));
  return <Background variant={BackgroundVariant.Dots} gap={gap} size={DOT_PX / zoom} />;
}
