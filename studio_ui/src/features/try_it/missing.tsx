import { useState } from "react";
import { tryStrings } from "../../app/try_strings";
import type { Json } from "../../document/json";
import { Button, Field } from "../../ui";
import { give } from "./acts";
import { useTrying } from "./trying";

/** What the flow asked outside and nobody answers yet: the author says how it is answered. */
export function Missing() {
  const missing = useTrying((state) => state.sight?.missing ?? null);
  const last = useTrying((state) => state.sight?.asked.at(-1));
  const over = useTrying((state) => state.sight?.status === "ended");
  const given = useTrying((state) => (last ? (state.sight?.given[PARTS[last.kind] ?? ""] as object | undefined) : undefined));
  if (missing?.part === "http" && missing.value && typeof missing.value === "object") {
    return <Service what={Object.keys(missing.value)[0] ?? ""} />;
  }
  if (!last || over || (given && last.what in given)) return null;
  if (last.kind === "external" && last.exits.length > 0) {
    return (
      <Choices
        words={tryStrings.external(last.what)}
        choices={last.exits.map((exit) => [exit.replaceAll("_", " "), { exit }])}
        choose={(answer) => void give("external", last.what, answer)}
      />
    );
  }
  if (last.kind !== "number") return null;
  return (
    <Choices
      words={tryStrings.dialled(last.what)}
      choices={[
        [tryStrings.connected, "connected"],
        [tryStrings.noAnswer, "no_answer"],
        [tryStrings.numberBusy, "busy"],
      ]}
      choose={(answer) => void give("numbers", last.what, answer)}
    />
  );
}

const PARTS: Record<string, string> = { external: "external", number: "numbers" };

interface ChoicesProps {
  words: string;
  choices: [string, Json][];
  choose: (answer: Json) => void;
}

function Choices({ words, choices, choose }: ChoicesProps) {
  return (
    <div className="try-missing" role="group" aria-label={words}>
      <p>{words}</p>
      <div className="row-of-buttons">
        {choices.map(([word, answer]) => (
          <Button key={word} onClick={() => choose(answer)}>
            {word}
          </Button>
        ))}
      </div>
    </div>
  );
}

const REPLIES: Record<string, Json> = {
  notFound: { status: 404 },
  broken: { status: 500 },
  timeout: { timeout: true },
  failed: { problem: "failed" },
};
const KINDS = ["ok", "notFound", "broken", "timeout", "failed"] as const;

function Service({ what }: { what: string }) {
  const [kind, setKind] = useState<(typeof KINDS)[number]>("ok");
  const [text, setText] = useState("{}");
  const json = parsed(text);
  const bad = kind === "ok" && json === undefined;
  return (
    <form
      className="try-missing"
      aria-label={tryStrings.asks}
      onSubmit={(event) => {
        event.preventDefault();
        if (!bad) void give("http", what, REPLIES[kind] ?? { json: json ?? null });
      }}
    >
      <p>{tryStrings.asks}</p>
      <code>{what}</code>
      <Field label={tryStrings.answers}>
        {(ids) => (
          <select className="input" {...ids} value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {tryStrings[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {kind === "ok" && (
        <Field label={tryStrings.json} error={bad ? tryStrings.badJson : undefined}>
          {(ids) => <textarea className="input mono" rows={3} {...ids} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      )}
      <Button type="submit" kind="main" disabled={bad}>
        {tryStrings.answer}
      </Button>
    </form>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
