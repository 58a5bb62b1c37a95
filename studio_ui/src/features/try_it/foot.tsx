import { useState } from "react";
import { tryStrings } from "../../app/try_strings";
import { Button, focused } from "../../ui";
import { endTry, keepAs, stepBackwards } from "./acts";
import { useTrying } from "./trying";

/** Back, anew, or kept. */
export function Foot() {
  const steps = useTrying((state) => state.sight?.steps.length ?? 0);
  const waits = useTrying((state) => state.sight?.missing !== null);
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <div className="row-of-buttons try-foot">
        <Button kind="main" disabled={waits} onClick={() => setName("")}>
          {tryStrings.keep}
        </Button>
        <Button off={steps === 0} onClick={() => void stepBackwards()}>
          {tryStrings.back}
        </Button>
        <Button onClick={endTry}>{tryStrings.again}</Button>
      </div>
    );
  }
  return (
    <form
      className="write try-foot"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void keepAs(name.trim()).then((kept) => kept && setName(null));
      }}
    >
      <input
        className="input"
        ref={focused}
        maxLength={64}
        value={name}
        aria-label={tryStrings.name}
        placeholder={tryStrings.name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && setName(null)}
      />
      <Button type="submit" kind="main" disabled={name.trim() === ""}>
        {tryStrings.keepNow}
      </Button>
    </form>
  );
}
