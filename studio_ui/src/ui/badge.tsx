import type { ReactNode } from "react";

export type Tone = "good" | "care" | "wrong" | "now" | "calm";

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

const SHAPES: Record<Exclude<Tone, "now" | "calm">, string> = {
  good: "M3 9.500l4 4 8-9",
  care: "M9 2a7 7 0 1 0 .01 0M9 5.500v4.500M9 12.300v.5",
  wrong: "M4 4l10 10M14 4L4 14",
};

/** Good, care and wrong differ in shape, so that colour never says it alone. */
export function Mark({ tone, label }: { tone: Exclude<Tone, "now" | "calm">; label: string }) {
  return (
    <svg className={`mark mark-${tone}`} viewBox="0 0 18 18" role="img" aria-label={label}>
      <path d={SHAPES[tone]} />
    </svg>
  );
}
