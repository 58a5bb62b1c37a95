import { useState } from "react";
import { tryStrings } from "../../app/try_strings";
import { Button } from "../../ui";
import { act } from "./acts";
import { useTrying } from "./trying";

/** Time passes when it is told to: to what happens next, or to an hour. */
export function Clock() {
  const next = useTrying((state) => state.sight?.next_s ?? null);
  const now = useTrying((state) => state.sight?.now.slice(0, 16) ?? "");
  const [to, setTo] = useState("");
  const wanted = to > now ? to : now;
  return (
    <form
      className="try-clock"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted > now) void act({ to: wanted.replace("T", " ") });
      }}
    >
      <Button off={next === null} title={next === null ? tryStrings.nothingNext : tryStrings.skipHint} onClick={() => void act({ skip: true })}>
        {tryStrings.skip(next ?? 0)}
      </Button>
      <input
        className="input"
        type="datetime-local"
        aria-label={tryStrings.jump}
        title={tryStrings.jump}
        value={wanted}
        min={now}
        onChange={(event) => setTo(event.target.value)}
      />
      <Button type="submit" off={wanted <= now}>
        {tryStrings.go}
      </Button>
    </form>
  );
}
