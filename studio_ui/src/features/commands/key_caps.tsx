import { commandStrings } from "../../app/command_strings";
import { isApple, shownKeys } from "./keys";

/** Keys as they stand on the keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keycaps">
      {shownKeys(keys, isApple()).map((key, place) => (
        <span key={key}>
          {place > 0 && <span className="unseen">{commandStrings.keyJoin}</span>}
          <kbd>{key}</kbd>
        </span>
      ))}
    </span>
  );
}
