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

type Choices = Readonly<Record<string, Whose>>;

/** Mine, theirs and what both began with, change by change; never a dead end. */
export function ThreeWay({ flow, close }: { flow: string; close: () => void }) {
  const [choices, setChoices] = useState<Choices>({});
  const [asked, setAsked] = useState<{ found: Together; of: Choices } | null>(null);
  const found = asked?.found ?? null;
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let wanted = true;
    askTogether(flow, choices).then(
      (answer) => {
        if (!wanted) return;
        setAsked(answer && { found: answer, of: choices });
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
    setBusy(true);
    try {
      // What was chosen last counts, also while its answer is on the way.
      const answer = asked?.of === choices ? asked.found : await askTogether(flow, choices);
      if (!answer) return;
      if (answer.open.length > 0) return setAsked({ found: answer, of: choices });
      await takeTogether(flow, answer, words.label);
      toast(words.done);
      await refreshEnvironments();
    } catch (fault) {
      setProblem(sentence(fault));
    } finally {
      setBusy(false);
    }
  };
  const left = found?.open.filter((path) => !(path in choices)).length ?? 1;
  const actions = (
    <>
      <span role="status" className="together-left">
        {found && (left > 0 ? words.open(left) : words.decided)}
      </span>
      <Button kind="main" off={left > 0 || busy} title={left > 0 ? words.open(left) : undefined} onClick={() => void save()}>
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
