import { useEffect, useRef } from "react";
import { callStrings } from "../../app/call_strings";
import type { Line } from "./store";

/** What was said, as a play; the newest line is in sight. */
export function Transcript({ lines, label, empty }: { lines: Line[]; label: string; empty: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const count = lines.length;
  useEffect(() => {
    const shown = frame.current;
    if (shown) shown.scrollTop = shown.scrollHeight;
  }, [count]);
  return (
    <div className="transcript" role="log" aria-label={label} tabIndex={0} ref={frame}>
      {count === 0 && <p className="hint">{empty}</p>}
      {lines.map((line) => (
        <p key={line.n} className={`line line-${line.who}`}>
          {line.who !== "note" && <b className="unseen">{callStrings.caller.who[line.who]}: </b>}
          {line.text}
        </p>
      ))}
    </div>
  );
}
