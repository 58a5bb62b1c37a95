import { useEffect, useState } from "react";
import { sentence } from "../../api/client";
import { schedules, type Day, type Outlook } from "../../api/stock";
import { schedulesStrings as words } from "../../app/schedules_strings";
import { strings } from "../../app/strings";
import { Badge, Button } from "../../ui";
import { useMay } from "../session";
import { useStock } from "../stock";
import { ExceptionForm } from "./exception_form";
import { DAYS, monthBeside } from "./hours";

const AGAIN_MS = 60_000;

/** Whether it is open now, and what each day of a month says; a day can be given other hours. */
export function Calendar({ environment, name, hash }: { environment: string; name: string; hash: string }) {
  const [month, setMonth] = useState("");
  const [chosen, setChosen] = useState("");
  const [turn, setTurn] = useState(0);
  const [found, setFound] = useState<Outlook | null>(null);
  const [problem, setProblem] = useState("");
  const watches = useMay("watch", environment);
  const dirty = useStock((state) => state.parts[name]?.standing !== "saved");
  useEffect(() => {
    if (hash === "") return;
    let here = true;
    schedules.outlook(environment, name, month).then(
      (outlook) => {
        if (!here) return;
        setFound(outlook);
        setProblem("");
      },
      (fault: unknown) => here && setProblem(sentence(fault)),
    );
    const timer = window.setTimeout(() => setTurn(turn + 1), AGAIN_MS);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [environment, name, month, hash, turn]);
  if (hash === "") return <p className="hint">{words.saveFirst}</p>;
  if (!found) return <p className={problem ? "field-error" : "hint"}>{problem || strings.loading}</p>;
  const shown = month || found.now.slice(0, 7);
  const day = found.days.find((one) => one.day === chosen);
  return (
    <section className="calendar" aria-label={words.calendar}>
      <Now outlook={found} />
      {(problem || found.problem) && <p className="field-error">{problem || found.problem}</p>}
      <div className="calendar-head">
        <Button kind="quiet" aria-label={words.before} onClick={() => setMonth(monthBeside(shown, -1))}>
          ‹
        </Button>
        <h3 aria-live="polite">{words.month(new Date(`${shown}-15T12:00`))}</h3>
        <Button kind="quiet" aria-label={words.after} onClick={() => setMonth(monthBeside(shown, 1))}>
          ›
        </Button>
        <Button kind="quiet" off={month === ""} onClick={() => setMonth("")}>
          {words.today}
        </Button>
      </div>
      <div className={dirty ? "calendar-grid calendar-old" : "calendar-grid"}>
        {DAYS.map((one) => (
          <span key={one} className="row-soft" aria-hidden="true">
            {words.weekday(words.days[one] ?? one)}
          </span>
        ))}
        {found.days.map((one) => (
          <DayCell key={one.day} day={one} other={!one.day.startsWith(shown)} today={found.now.startsWith(one.day)} chosen={one.day === chosen} choose={() => setChosen(one.day === chosen ? "" : one.day)} />
        ))}
      </div>
      {day && watches && <ExceptionForm key={day.day} environment={environment} name={name} day={day} done={() => setTurn(turn + 1)} />}
      {day && !watches && <p className="hint">{words.notYours}</p>}
    </section>
  );
}

function Now({ outlook }: { outlook: Outlook }) {
  const title = (state: string) => words.states[state] ?? state;
  const tone = (state: string) => (state === "open" ? "good" : state === "emergency" ? "wrong" : "calm");
  return (
    <p className="calendar-now" role="status" aria-label={words.now}>
      <Badge tone={tone(outlook.live)}>{outlook.live ? words.nowLive(title(outlook.live)) : words.notLive}</Badge>
      {outlook.draft && <Badge tone={tone(outlook.draft)}>{words.nowDraft(title(outlook.draft))}</Badge>}
      <span className="row-soft">
        {words.at(outlook.now.replace("T", " "), outlook.time_zone)}
        {outlook.next_change && ` ${words.nowDraft(words.until(outlook.next_change.replace("T", " ")))}`}
      </span>
    </p>
  );
}

interface CellProps {
  day: Day;
  other: boolean;
  today: boolean;
  chosen: boolean;
  choose: () => void;
}

const MARKS: Record<string, string> = { exception: "!", holiday: "✦", weekly: "" };

function DayCell({ day, other, today, chosen, choose }: CellProps) {
  const hours = day.ranges.length > 0 ? day.ranges.join(" ") : words.closed;
  const classes = ["calendar-day", `calendar-${day.ranges.length > 0 ? "open" : "shut"}`, other && "calendar-other", today && "calendar-today"];
  return (
    <button
      type="button"
      className={classes.filter(Boolean).join(" ")}
      aria-pressed={chosen}
      aria-current={today ? "date" : undefined}
      title={[words.why[day.why], day.name, hours].filter(Boolean).join(", ")}
      onClick={choose}
    >
      <span className="unseen">{words.cell(day.day, words.why[day.why] ?? "")}</span>
      <span aria-hidden="true">
        {Number(day.day.slice(8))} {MARKS[day.why]}
      </span>
      <small>{day.name || hours}</small>
    </button>
  );
}
