import { schedulesStrings as words } from "../../app/schedules_strings";
import type { Json } from "../../document/json";
import { Button } from "../../ui";
import { edit } from "../stock";
import { DAYS, isBackwards, MIDNIGHT, nextRange, onBar, rangesOf, withRanges, type Range } from "./hours";

/** The week as a grid: a bar of the day, and its ranges as times to type. */
export function Week({ name, value }: { name: string; value: Json }) {
  const set = (day: string, ranges: readonly Range[], together = "") =>
    edit(name, withRanges(value, day, ranges), words.did(name), together);
  return (
    <section aria-label={words.week}>
      <h3>{words.week}</h3>
      <ul className="week">
        {DAYS.map((day, index) => {
          const before = DAYS[index - 1];
          return <DayHours key={day} day={day} before={before} value={value} set={set} />;
        })}
      </ul>
    </section>
  );
}

interface DayProps {
  day: string;
  before: string | undefined;
  value: Json;
  set: (day: string, ranges: readonly Range[], together?: string) => void;
}

function DayHours({ day, before, value, set }: DayProps) {
  const title = words.days[day] ?? day;
  const ranges = rangesOf(value, day);
  const next = nextRange(ranges);
  const change = (at: number, part: Partial<Range>) =>
    set(
      day,
      ranges.map((range, n) => (n === at ? { ...range, ...part } : range)),
      `${day}.${at}`,
    );
  return (
    <li className="week-day">
      <b>{title}</b>
      <span className="week-bar" aria-hidden="true">
        {ranges.map((range) => (
          <span key={range.from} style={onBar(range)} />
        ))}
      </span>
      <div className="week-ranges">
        {ranges.length === 0 && <span className="row-soft">{words.closed}</span>}
        {ranges.map((range, at) => (
          <span key={at} className="week-range">
            <input
              type="time"
              className="input"
              aria-label={words.from(title, at + 1)}
              value={range.from}
              onChange={(event) => event.target.value && change(at, { from: event.target.value })}
            />
            {"–"}
            {range.to === MIDNIGHT ? (
              <Button kind="quiet" onClick={() => change(at, { to: "23:00" })}>
                {words.midnight}
              </Button>
            ) : (
              <input
                type="time"
                className="input"
                aria-label={words.to(title, at + 1)}
                aria-invalid={isBackwards(range) || undefined}
                value={range.to}
                onChange={(event) => event.target.value && change(at, { to: event.target.value === "00:00" ? MIDNIGHT : event.target.value })}
              />
            )}
            <Button kind="quiet" aria-label={words.removeRange(title, at + 1)} onClick={() => set(day, ranges.filter((_, n) => n !== at))}>
              ✕
            </Button>
            {isBackwards(range) && <span className="field-error">{words.backwards}</span>}
          </span>
        ))}
      </div>
      <span>
        {next && (
          <Button kind="quiet" aria-label={words.addRange(title)} title={words.addRange(title)} onClick={() => set(day, [...ranges, next])}>
            +
          </Button>
        )}
        {before && (
          <Button kind="quiet" onClick={() => set(day, rangesOf(value, before))}>
            {words.sameAs(words.days[before] ?? before)}
          </Button>
        )}
      </span>
    </li>
  );
}
