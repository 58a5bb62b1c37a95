import { PastList } from "./past_list";
import { Run } from "./run";
import "./trace.css";

/** The dialogues of the flow on the left; the followed one, moment by moment, on the right. */
export function TraceList({ keep }: { keep: (dialogue: string) => void }) {
  return (
    <div className="trace">
      <PastList />
      <Run keep={keep} />
    </div>
  );
}
