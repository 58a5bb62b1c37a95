"""From counters to the lines of a report: grouped as asked, added up, made into figures that name their formula."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol, TypeAlias, get_args

from msgspec import Struct, field

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.reports import formula as made
from flowengine.reports.count import DIALOGUES, OFFERS, STATES, WAITS, WITH_WAITS, WORK
from flowengine.reports.edge import edge_within
from flowengine.reports.interval import Span
from flowengine.reports.member import Members

By: TypeAlias = Literal["contact_center", "skill", "agent", "channel", "address"]
Attribution: TypeAlias = Literal["home", "answered_by"]
MOST_LINES = 10_000
KINDS: dict[str, tuple[str, ...]] = {
    "contact_center": ("queue", "address", "state", "away"),
    "channel": ("queue", "address"),
    "skill": ("skill",),
    "agent": ("agent", "state", "away"),
    "address": ("address",),
}
OF_AGENTS = frozenset({"state", "away"})


class Threshold(Struct, frozen=True):
    """How one contact center's service level is made; `goal`: what it should be, in percent."""

    formula: str = made.DEFAULT
    within_s: float = 20.0
    short_abandon_s: float = 5.0
    goal: float = 80.0


class Question(Struct, frozen=True):
    """`places`: the contact centers whose counters may be told; None: all. `members`: who belonged where when.

    `attribution` says whose a dialogue is where contact centers help each other: `home`, whose caller it is, or
    `answered_by`, whose agent has it.
    """

    by: By
    attribution: Attribution = "home"
    places: frozenset[str] | None = None
    members: Members = field(default_factory=Members)


class Row(Protocol):
    """A row of counters, as the ledger gives it."""

    @property
    def start_ms(self) -> int: ...
    @property
    def contact_center(self) -> str: ...
    @property
    def home(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def within(self) -> int: ...
    @property
    def n(self) -> int: ...
    @property
    def ms(self) -> int: ...


class Line(Struct):
    """What is known of one group in one span: how often, how long, and for waits within which edge."""

    span: Span
    contact_center: str
    key: str
    n: dict[str, int] = field(default_factory=dict)
    ms: dict[str, int] = field(default_factory=dict)
    edges: dict[tuple[str, int], int] = field(default_factory=dict)
    state_ms: dict[str, int] = field(default_factory=dict)
    away_ms: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        self.n[row.what] = self.n.get(row.what, 0) + row.n
        self.ms[row.what] = self.ms.get(row.what, 0) + row.ms
        if row.what in WITH_WAITS:
            at = (row.what, row.within)
            self.edges[at] = self.edges.get(at, 0) + row.n

    def spend(self, kind: str, row: Row) -> None:
        """Time of agents, of the kinds that are theirs."""
        spent = self.state_ms if kind == "state" else self.away_ms
        spent[row.what] = spent.get(row.what, 0) + row.ms

    def waits(self, within_s: int, short_s: int) -> made.Waits:
        return made.Waits(
            self.n.get("answered", 0),
            self.n.get("abandoned", 0),
            self._until("answered", within_s),
            self._until("abandoned", within_s),
            self._until("abandoned", short_s),
        )

    def _until(self, what: str, edge_s: int) -> int:
        return sum(n for (of, edge), n in self.edges.items() if of == what and edge <= edge_s)


def check(by: str, attribution: str, formula: str) -> None:
    """Raises RequestRefused for words that are none."""
    for word, known, what in (
        (by, get_args(By), "a way to group"),
        (attribution, get_args(Attribution), "a rule of attribution"),
        (formula or made.DEFAULT, tuple(made.SERVICE_LEVELS), "a formula"),
    ):
        if word not in known:
            raise RequestRefused(f"“{word[:60]}” is not {what}.", hint=f"One of {', '.join(known)}.", code="bad_value")


def lines_of(question: Question, spans: Sequence[Span], counted: Mapping[str, Sequence[Iterable[Row]]]) -> list[Line]:
    """A line for each span and each group that has anything in one of them. `counted`: kind -> rows for each span.

    Raises RequestRefused when they are too many.
    """
    found: dict[tuple[int, str, str], Line] = {}
    groups: dict[tuple[str, str], None] = {}
    for kind in KINDS[question.by]:
        for at, rows in enumerate(counted[kind]):
            for row in rows:
                for group in _states(question, row) if kind in OF_AGENTS else _group(question, row):
                    groups[group] = None
                    line = found.setdefault((at, *group), Line(spans[at], *group))
                    line.spend(kind, row) if kind in OF_AGENTS else line.add(row)
    if len(groups) * len(spans) > MOST_LINES:
        hint = "Ask for a shorter time, longer intervals, or one contact center."
        raise RequestRefused(f"These are more than {MOST_LINES:,} lines.", hint=hint, code="too_many_rows")
    keys = [(at, *group) for at in range(len(spans)) for group in sorted(groups)]
    lines = [found.get(key) or Line(spans[key[0]], *key[1:]) for key in keys]
    reasons = sorted({reason for line in lines for reason in line.away_ms})
    for line in lines:  # all alike, so that they make a table
        line.away_ms = {reason: line.away_ms.get(reason, 0) for reason in reasons}
    return lines


def _group(question: Question, row: Row) -> list[tuple[str, str]]:
    place = row.home if question.attribution == "home" else row.contact_center
    if question.places is not None and place not in question.places:
        return []
    if question.by == "agent":
        return [("", row.key)]
    return [(place, {"contact_center": "", "channel": row.channel}.get(question.by, row.key))]


def _states(question: Question, row: Row) -> list[tuple[str, str]]:
    """An agent's time is not divided among contact centers: it counts in each where the agent was a member then."""
    places = question.places
    found = [place for place in question.members.of(row.key, row.start_ms) if places is None or place in places]
    if question.by == "agent":
        return [("", row.key)] if found or places is None else []
    return [(place, "") for place in found]


def told(line: Line, by: By, threshold: Threshold) -> dict[str, dict[str, Json]]:
    """The line in sections of named numbers; `figures` hold their formula beside their value."""
    n, ms = line.n, line.ms
    sections: dict[str, dict[str, Json]] = {}
    if by not in ("skill", "agent"):
        sections["dialogues"] = {what.removeprefix("ended_"): n.get(what, 0) for what in DIALOGUES}
    if by == "address":
        return sections
    if by != "agent":
        sections["waits"] = {what: n.get(what, 0) for what in WAITS}
    sections["offers"] = {what: n.get(what, 0) for what in OFFERS}
    sections["work"] = {"handled": n.get("handled", 0), **{f"{what}_s": _seconds(ms.get(what, 0)) for what in WORK}}
    if by in ("contact_center", "agent"):
        sections["states_s"] = {what: _seconds(line.state_ms.get(what, 0)) for what in STATES}
        sections["away_s"] = {reason: _seconds(ms) for reason, ms in line.away_ms.items()}
    sections["figures"] = _figures(line, by, threshold)
    return sections


def _figures(line: Line, by: By, threshold: Threshold) -> dict[str, Json]:
    n, ms, state = line.n, line.ms, line.state_ms
    found: dict[str, Json] = {}
    if by != "agent":
        within, short = edge_within(threshold.within_s), edge_within(threshold.short_abandon_s)
        waits = line.waits(within, short)
        value = _share(made.service_level(threshold.formula, waits))
        named = {
            "formula": threshold.formula,
            "within_s": within,
            "short_abandon_s": short,
            "value": value,
            "goal": threshold.goal,
        }
        found["service_level"] = named
        found["average_speed_of_answer_s"] = _mean(made.SPEED_OF_ANSWER, ms.get("answered", 0), waits.answered)
        gone = made.ratio(waits.abandoned, waits.answered + waits.abandoned)
        found["abandonment"] = {"formula": made.ABANDONMENT, "value": _share(gone)}
    found["handle_time_s"] = _mean(made.HANDLE_TIME, ms.get("handled", 0), n.get("handled", 0))
    missed = made.ratio(n.get("no_answer", 0), n.get("offered", 0))
    found["no_answer_per_offer"] = {"formula": made.NO_ANSWER, "value": _share(missed)}
    if by in ("contact_center", "agent"):
        busy = sum(state.get(word, 0) for word in ("busy", "wrapping", "draining"))
        share = made.ratio(busy, busy + state.get("idle", 0) + state.get("offered", 0))
        found["occupancy"] = {"formula": made.OCCUPANCY, "value": _share(share)}
    return found


def _mean(name: str, sum_ms: int, n: int) -> dict[str, Json]:
    return {"formula": name, "value": _seconds(sum_ms / n) if n else None}


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _seconds(ms: float) -> float:
    return round(ms / 1000, 3)
