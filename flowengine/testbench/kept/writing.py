"""Keep as test: a stored dialogue becomes a case that passes when it is run.

Time that people took to speak or to think is left out; time in queues, pauses and conversations is kept.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.messages import Json
from flowengine.testbench.kept.agents import KeptAgents
from flowengine.testbench.kept.answer import KeptAnswer
from flowengine.testbench.kept.calls import KeptCalls, steps_of
from flowengine.testbench.kept.personal import Personal, leaves
from flowengine.testbench.kept.services import ASKS, KeptServices
from flowengine.testbench.kept.steps import KeptSteps
from flowengine.testbench.kept.world import Tables, caller_of, ending, no_tables, observed, switched

Facts = Iterable[Iterable[Any]]
ConfigOf = Callable[[str], Any]


class Kept(Struct, frozen=True):
    """One row of a dialogue's trace: when, and the facts as lists or tuples."""

    at_ms: int
    facts: list[list[Any]]


def case_from_trace(
    rows: Iterable[tuple[int, Facts]],
    content: Mapping[int, Json],
    config_of: ConfigOf = lambda key: None,
    tables: Tables = no_tables,
    is_released: Callable[[str], bool] = lambda center: False,
) -> dict[str, Json]:
    """The case document of one dialogue. `rows`: (at_ms, facts) of its trace, oldest first; `content`: its records;
    `config_of`: a node's config by its key (Bench.config), from which answers are made up that are masked; `tables`:
    the rows of a live table in a version of its document, None if they are not known any more; `is_released`: whether
    notes in a contact center end only when the agent says so (Bench.is_released).

    Raises RequestRefused for a dialogue that cannot be told again: something erased, or not kept.
    """
    return kept_case(rows, content, config_of, tables, is_released)[0]


def kept_case(
    rows: Iterable[tuple[int, Facts]],
    content: Mapping[int, Json],
    config_of: ConfigOf = lambda key: None,
    tables: Tables = no_tables,
    is_released: Callable[[str], bool] = lambda center: False,
) -> tuple[dict[str, Json], list[Personal]]:
    """The same, with the texts in it that tell of a person. Raises RequestRefused."""
    kept = [Kept(at_ms, [list(fact) for fact in facts]) for at_ms, facts in rows]
    if not kept or not any(fact[0] == "arrived" for fact in kept[0].facts):
        raise RequestRefused("The beginning of this dialogue is not kept.", code="not_replayable")
    writing = _Writing(content, config_of, tables, is_released)
    for row in kept:
        writing.row(row)
    writing.close(kept)
    case = {"given": writing.given, "steps": writing.steps.written}
    personal = [*writing.personal, *writing.agents.personal, *writing.services.personal()]
    return {"$schema": "cases-1.json", "start": writing.start, "cases": {"kept": case}}, personal


class _Writing:
    """The document as it grows, row by row."""

    def __init__(
        self, content: Mapping[int, Json], config_of: ConfigOf, tables: Tables, is_released: Callable[[str], bool]
    ) -> None:
        self.tables = tables
        self.personal: list[Personal] = []
        self.content = content
        self.config_of = config_of
        self.node = ""  # that waits for an answer
        self.start: dict[str, Json] = {}
        self.given: dict[str, Json] = {}
        self.last_ms: int | None = None
        self.steps = KeptSteps()
        self.calls = KeptCalls(self._record)
        self.services = KeptServices(self._record, config_of)
        self.agents = KeptAgents(self.steps, self.calls, self._record, config_of, is_released)
        self.switches: dict[str, Json] = {}
        self.row_begins = 0
        self.records = False  # the caller's message is being recorded
        self.has_left = False  # hung up while a message was being recorded

    def row(self, row: Kept) -> None:
        """Take in one event's facts."""
        words = {fact[0] for fact in row.facts}
        self.row_begins = len(self.steps.written)
        delta = row.at_ms - self.last_ms if self.last_ms is not None else 0
        self.last_ms = row.at_ms
        # Silence in a queue is time that passes there like any other; so is the time to think, once it was answered.
        in_line = self.steps.in_line
        ends_it = {"heard", "hung_up"} if in_line else {"heard", "silent", "hung_up"}
        acted = bool(words & ends_it) and self.steps.asking
        answers = any(fact[0] == "answered" and fact[-1] == "SoundRecorded" for fact in row.facts)
        if not (
            acted or answers or self.calls.takes_no_time(row.facts) or self.services.takes_no_time(row.facts)
        ):  # who is asked takes as long as it takes: only the timers of a question would notice
            self.steps.pending_ms += delta
        if "queued" in words:
            self.agents.make_free_again(row.facts)
        elif "offered" in words:
            self.agents.make_available(row.facts)
        for index, fact in enumerate(row.facts):
            self._fact(fact, row.facts[index + 1 :])
        self.steps.pending_ms += delta if acted and in_line and "heard" in words else 0
        if "queued" in words:
            self.agents.expect_queue(row.facts)
        if "requeued" in words:
            self.agents.take_away(row.facts)

    def _fact(self, fact: list[Any], after: list[list[Any]]) -> None:
        """`after`: what else the same event brought."""
        match fact:
            case ["arrived", channel, address, content]:
                self._arrived(channel, address, content)
            case ["heard", content, *_]:
                self._heard(fact, self._record(content), after)
            case [word, *_] if word in ASKS:
                self.services.asked(fact)
            case ["answered", content, kind]:
                self._answered(self._record(content), kind)
            case ["dials", _, content]:
                self._dials(content)
            case ["calls_back", content, _]:
                self.calls.dialled(content, "number")
            case ["queued", center, skills, *_]:
                self.agents.queued(center, skills)
            case ["observed", kind, of, value]:
                observed(self.given, (kind, of, value), self.tables)
                if kind == "switches":
                    self._switches(value)
            case _:
                self._caller_fact(fact)

    def _caller_fact(self, fact: list[Any]) -> None:
        match fact:
            case ["asked", *_]:
                self.steps.ask()
            case ["waits", node, _]:
                self.node = node
            case ["went", _, outcome]:
                self.calls.went(outcome)
            case ["silent"] if not self.steps.in_line:
                self.steps.silent()
            case ["hung_up" | "fault" | "ended", *_] if self.records:
                text = "It cannot be told again: the carrier did not say what it had recorded."
                raise RequestRefused(text, code="not_replayable")
            case ["hung_up", "away"]:
                self.steps.stay_away()
            case ["hung_up", _] if not self.has_left:
                self.calls.hung_up()
                self.agents.never_connected()
                self.steps.add(caller="hangs_up")
            case ["away"]:
                self.steps.go_away()
            case ["back"]:
                self.steps.add(caller="comes_back")
            case ["records", *_]:
                self.records = True
            case _:
                self.agents.fact(fact, self.node, self.last_ms or 0)

    def _arrived(self, channel: str, address: str, content: int) -> None:
        self.start = {"address": address}
        at = datetime.fromtimestamp((self.last_ms or 0) / 1000, UTC).isoformat()
        caller = caller_of(self.content.get(content) or {}, self.personal)
        self.given = {"at": at, "channel": channel, "caller": caller}

    def _heard(self, fact: list[Any], value: Json, after: list[list[Any]]) -> None:
        answer = KeptAnswer(fact, value, self.node, self.config_of(self.node), after)
        self.personal += answer.personal
        for act in answer.acts:
            self.steps.add(caller=act)

    def _switches(self, seen: dict[str, Json]) -> None:
        """How they stood when the flow looked first is given; what changed was set before what happened in this row."""
        first = {name: state for name, state in seen.items() if name not in self.switches}
        changed = switched(self.switches, seen)
        if first:
            self.given.setdefault("switches", {}).update(first)
        if changed:
            self.steps.set_before_acts(changed, self.row_begins)

    def _dials(self, content: int) -> None:
        to = self._record(content)["to"]
        if self.agents.hands_on:
            self.personal += leaves(to, "the number that the agent handed on to")
        self.agents.hand_on(number=to)
        self.calls.dialled(content, "to")

    def _answered(self, said: Json, kind: str) -> None:
        """What the carrier said is given to the case, or done by its caller."""
        if kind == "SoundRecorded":
            for step in steps_of(said):
                self.steps.add(**step)
            self.has_left, self.records = said["why"] == "hung_up", False
        elif kind == "DialAnswered":
            self.calls.answered(said["result"], self.last_ms or 0)
        elif kind == "DialOver":
            self.calls.over(self.last_ms or 0)
        else:
            self.services.answered(said, kind)

    def _record(self, n: int) -> Json:
        value = self.content.get(n)
        if value is None:
            raise RequestRefused("Something that was said is erased.", code="not_replayable")
        return value

    def close(self, rows: list[Kept]) -> None:
        """The last step: how it ended, and the way it took."""
        facts = [fact for row in rows for fact in row.facts]
        self.steps.expect(ending(facts, self.content))
        schedules = {name: state for name, state in self.given.pop("schedules", {}).items() if state}
        parts = {"schedules": schedules, "queue": self.agents.queue, "agents": self.agents.given}
        parts |= {"numbers": self.calls.given()}
        self.given |= {name: part for name, part in parts.items() if part}
        self.given |= self.services.given()
