interface Props {
  /** Between 0 and 1. */
  share: number;
  tone?: "now" | "good" | "care" | "wrong" | "calm";
  /** A second mark on the same scale: a goal, an upper bound. */
  mark?: number | undefined;
  className?: string;
}

const percent = (share: number): string => `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;

/** A number drawn; whoever uses it says the number in words beside it. */
export function Meter({ share, tone = "now", mark, className = "" }: Props) {
  return (
    <span className={`meter meter-${tone} ${className}`} aria-hidden="true">
      {share > 0 && <span className="meter-fill" style={{ width: percent(share) }} />}
      {mark !== undefined && <span className="meter-mark" style={{ insetInlineStart: percent(mark) }} />}
    </span>
  );
}
