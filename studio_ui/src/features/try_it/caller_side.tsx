import { useState } from "react";
import { tryStrings } from "../../app/try_strings";
import { announce, Button, Icon } from "../../ui";
import { caller } from "./acts";
import { canListen, listen } from "./listen";
import { useTrying } from "./trying";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function CallerPhone() {
  const asking = useTrying((state) => state.sight?.asking ?? null);
  const over = useTrying((state) => state.sight?.status === "ended");
  const recording = useTrying((state) => state.sight?.recording ?? false);
  const language = useTrying((state) => state.sight?.language ?? "");
  if (over) return null;
  return (
    <div className="try-caller">
      <div
        className="keys"
        dir="ltr"
        role="group"
        aria-label={tryStrings.keys}
        onKeyDown={(event) => {
          if (KEYS.includes(event.key)) void caller({ presses: event.key });
        }}
      >
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            className={asking?.choices.some((choice) => choice.key === key) ? "asked" : ""}
            title={asking?.choices.find((choice) => choice.key === key)?.label}
            onClick={() => void caller({ presses: key })}
          >
            {key}
          </button>
        ))}
      </div>
      <Words
        label={tryStrings.says}
        send={tryStrings.say}
        say={(text) => void caller({ says: text })}
        listen={canListen() ? (heard, done) => listen(language, heard, done) : undefined}
      />
      <div className="row-of-buttons">
        {asking && <Button onClick={() => void caller("stays_silent")}>{tryStrings.silent}</Button>}
        {recording && <Button onClick={() => void caller({ records_s: 5 })}>{tryStrings.message}</Button>}
        {recording && <Button onClick={() => void caller({ records: "nothing" })}>{tryStrings.noMessage}</Button>}
        <Button kind="danger" onClick={() => void caller("hangs_up")}>
          {tryStrings.hangUp}
        </Button>
      </div>
    </div>
  );
}

export function CallerChat() {
  const asking = useTrying((state) => state.sight?.asking ?? null);
  const over = useTrying((state) => state.sight?.status === "ended");
  if (over) return null;
  return (
    <div className="try-caller">
      {asking && asking.choices.length > 0 && (
        <div className="replies" role="group" aria-label={tryStrings.replies}>
          {asking.choices.map((choice) => (
            <Button key={choice.key} onClick={() => void caller({ chooses: choice.key })}>
              {choice.label}
            </Button>
          ))}
        </div>
      )}
      <Words label={tryStrings.writes} send={tryStrings.write} say={(text) => void caller({ writes: text })} />
      <div className="row-of-buttons">
        {asking && <Button onClick={() => void caller("stays_silent")}>{tryStrings.silent}</Button>}
        <Button kind="danger" onClick={() => void caller("hangs_up")}>
          {tryStrings.leave}
        </Button>
      </div>
    </div>
  );
}

interface WordsProps {
  label: string;
  send: string;
  say: (text: string) => void;
  listen?: ((heard: (text: string) => void, done: (understood: boolean) => void) => void) | undefined;
}

export function Words({ label, send, say, listen: hear }: WordsProps) {
  const [text, setText] = useState("");
  const [hearing, setHearing] = useState(false);
  const speak = () => {
    if (!hear || hearing) return;
    setHearing(true);
    announce(tryStrings.listening);
    hear(setText, (understood) => {
      setHearing(false);
      if (!understood) announce(tryStrings.notHeard);
    });
  };
  return (
    <form
      className="write"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === "") return;
        say(text.trim());
        setText("");
      }}
    >
      <input
        className="input"
        value={text}
        maxLength={2000}
        aria-label={label}
        placeholder={hearing ? tryStrings.listening : label}
        onChange={(event) => setText(event.target.value)}
      />
      {hear && (
        <Button kind="quiet" aria-label={tryStrings.listen} title={tryStrings.listen} aria-pressed={hearing} onClick={speak}>
          <Icon name="record" />
        </Button>
      )}
      <Button type="submit">{send}</Button>
    </form>
  );
}
