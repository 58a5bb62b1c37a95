import { useEffect, useState } from "react";
import { sentence } from "../../api/client";
import type { Together, Whose } from "../../api/together";
import { togetherStrings as words } from "../../app/together_strings";
import { strings } from "../../app/strings";
import { Button, Dialog, spokenLocale, toast } from "../../ui";
import { askTogether, lastSave, takeTogether } from "../editing";
import { nameOf, refreshEnvironments } from "../session";
import { OtherWays } from "./other_ways";
import { Rows } from "./rows";
import "./together.css";

/** Mine, theirs and what both began with, change by change; never a dead end. */
export function ThreeWay({ flow, close }: { flow: string; close: () => void }) {
  const [choices, setChoices] = useState<Readonly<Record<string, Whose>>>({});
  const [found, setFound] = useState<Together | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let wanted = true;
    askTogether(flow, choices).then(
      (answer) => {
        if (!wanted) return;
        setFound(answer);
        setProblem("");
        if (answer && answer.rows.every((row) => row.by === "mine")) void takeTogether(flow, answer, words.label); // it was oneself
      },
      (fault: unknown) => wanted && setProblem(sentence(fault)),
    );
    return () => {
      wanted = false;
    };
  }, [flow, choices]);
  const save = async () => {
    if (!found) return;
    await takeTogether(flow, found, words.label);
    toast(words.done);
    await refreshEnvironments();
  };
  const left = found?.open.length ?? 1;
  const actions = (
    <>
      <span role="status" className="together-left">
        {found && (left > 0 ? words.open(left) : words.decided)}
      </span>
      <Button kind="main" disabled={left > 0} title={left > 0 ? words.open(left) : undefined} onClick={() => void save()}>
        {words.go}
      </Button>
    </>
  );
  return (
    <Dialog title={words.title} close={close} closeLabel={strings.close} actions={actions}>
      <p>{whoSaved(flow)}</p>
      <p className="hint">{words.lead}</p>
      {problem && (
        <p role="alert" className="field-error">
          {problem}
        </p>
      )}
      {!found && !problem && <p className="hint">{words.loading}</p>}
      {found && <Rows found={found} choices={choices} choose={(path, whose) => setChoices({ ...choices, [path]: whose })} />}
      <OtherWays flow={flow} />
    </Dialog>
  );
}

function whoSaved(flow: string): string {
  const last = lastSave(flow);
  if (!last) return words.someone;
  return words.who(nameOf(last.author), new Date(last.at_ms).toLocaleTimeString(spokenLocale(), { timeStyle: "short" }));
}
