"""A simulated day: counted as reports count, the same callers in two configurations, short cuts that change nothing."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flowengine.main.simulating import FORMULAS
from flowengine.messages import Ask, PlaybackFinished, Stamp
from flowengine.reports.count import totals
from flowengine.switchboard.boot import Boot
from flowengine.switchboard.outcome import TimerChange, TraceFacts
from flowengine.switchboard.switchboard import Switchboard
from flowengine.testbench.simulation.comparison import Difference, compared
from flowengine.testbench.simulation.crowd import Crowd
from flowengine.testbench.simulation.day import Day
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.reading import plan_from, read_source
from flowengine.testbench.simulation.student import Estimate
from flowengine.testbench.simulation.tally import Seen, Tally
from tests.testbench.simulation.queue import LINE, days, plan, scenario, tenant, whole

MONDAY = Path(__file__).parents[3] / "examples" / "what_if" / "monday.json"


class Kept(Tally):
    """Counts, and keeps the trace."""

    trace: list[TraceFacts]

    def take(self, rows: Iterable[TraceFacts]) -> None:
        self.trace.extend(rows)
        super().take(rows)


def morning(**more: Any) -> Plan:
    """An hour and a half of the example's Monday."""
    source = read_source(MONDAY)
    return plan_from(
        msgspec.structs.replace(source, scenario={**source.scenario, "to": "09:30", **more}), FORMULAS.service_levels
    )


def test_it_is_counted_as_reports_count() -> None:
    of = morning()
    day = Day(of, 1, 0)
    day.tally = kept = Kept(of.edges, of.warm_ms, of.limits)
    kept.trace = []
    seen = day.run()
    reported = totals(kept.trace)
    for center in ("appointments", "billing", "pharmacy", "desk"):
        cell = whole(seen, ("contact_center", center, ""))
        for what, ours, ours_ms in (
            ("enqueued", cell.enqueued, None), ("answered", cell.answered, cell.answered_ms),
            ("abandoned", cell.abandoned, cell.abandoned_ms), ("no_answer", cell.no_answer, None),
        ):  # fmt: skip  # one line per thought
            rows = [sums for key, sums in reported.items() if (key.kind, key.home, key.what) == ("queue", center, what)]
            assert ours == sum(n for n, _ in rows), f"{center} {what}"
            assert ours_ms is None or ours_ms == sum(ms for _, ms in rows)
        assert cell.enqueued == cell.answered + cell.abandoned + cell.left
    busy = sum(ms for key, (_, ms) in reported.items() if (key.kind, key.what) == ("state", "busy"))
    groups = [whole(seen, key) for key in seen.cells if key[0] == "group"]
    assert busy == sum(group.state_ms[2] for group in groups)
    assert seen.dialogues["arrived"] == sum(n for what, n in seen.dialogues.items() if what != "arrived")
    assert seen.unanswered == {}, "the example says what its callers answer everywhere"


class Reporting(Crowd):
    """Callers whose channel always reports the end of a prompt."""

    def _thinks(self, ask: Ask, n: int) -> None:
        caller = self.callers.get(ask.dialogue)
        if caller is not None and caller.channel == "voice":
            heard_ms = max(self._day.now_ms, caller.heard_ms)
            self._day.later(heard_ms, self._day.send, PlaybackFinished(dialogue=ask.dialogue, n=n))
        super()._thinks(ask, n)


def test_a_prompt_that_is_answered_need_not_be_reported() -> None:
    of = morning()
    usual, reported = (Day(of, 1, 0, crowd=crowd).run() for crowd in (Crowd, Reporting))
    assert usual.events < reported.events
    assert msgspec.structs.replace(usual, events=0) == msgspec.structs.replace(reported, events=0)


class Sorted(Day):
    """Puts each timer in its place at once."""

    def _start(self, row: TimerChange, due_ms: int) -> None:
        self.later(due_ms, self._timer, row)


@pytest.mark.parametrize("wrapping", [(), ("nobody ends this one",)], ids=["it_ends", "it_goes_on_to_its_last_timer"])
@pytest.mark.parametrize("of", [morning(), plan(scenario(1, 3.0))], ids=["a_morning", "a_long_line"])
def test_timers_that_lie_in_no_order_come_in_theirs(of: Plan, wrapping: tuple[str, ...]) -> None:
    plain, usual = Sorted(of, 1, 0), Day(of, 1, 0)
    for day in (plain, usual):
        day.desks.wrapping.update(wrapping)
    assert usual.run() == plain.run()
    assert usual.now_ms == plain.now_ms


def test_a_day_at_which_nobody_looks_back_is_the_same() -> None:
    of, words = morning(), []
    for footprints in (True, False):
        day = Day(of, 1, 0)
        stamp, documents = Stamp("boot", day.now_ms, bytes(16)), of.bench.documents
        day.board = Switchboard(Boot(of.directory, of.programs, stamp, documents, footprints=footprints))
        kept = Kept(of.edges, of.warm_ms, of.limits)
        day.tally, kept.trace = kept, []
        assert day.run() == Day(of, 1, 0).run()
        words.append({fact[0] for row in kept.trace for fact in row.facts})
    assert words[0] - words[1] == {"desk", "reserved", "wait"}


def test_the_same_seed_gives_the_same_day_and_another_one_another() -> None:
    of = plan(scenario(3, 2.0))
    once, again, other = (Day(of, seed, 0).run() for seed in (1, 1, 2))
    assert msgspec.msgpack.encode(once) == msgspec.msgpack.encode(again)
    assert once != other


@cache
def seen_with(agents: int) -> tuple[Plan, list[Seen]]:
    of = plan(scenario(agents, 2.0, patience={"voice": {"exponential_s": 90}}, to="01:00"))
    return of, days(of, 6)


def differences(one: int, other: int) -> dict[str, Difference]:
    (before, seen), (after, found) = seen_with(one), seen_with(other)
    return compared((before, after), (seen, found), 1, FORMULAS).lines[0].figures


def test_the_same_callers_meet_both_configurations() -> None:
    """So a difference is shown by days that would not show it if their callers were others."""
    assert [whole(one).enqueued for one in seen_with(3)[1]] == [whole(one).enqueued for one in seen_with(4)[1]]
    found = differences(3, 4)["average_speed_of_answer_s"]
    assert found.verdict == "better"
    assert differences(4, 3)["average_speed_of_answer_s"].verdict == "worse"
    assert width(found.change) < (width(found.before) ** 2 + width(found.after) ** 2) ** 0.5


def width(found: Estimate) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low


def test_what_is_no_difference_is_said_to_be_none() -> None:
    assert {one.verdict for one in differences(3, 3).values()} == {"no difference shown"}


def test_agents_come_go_and_take_breaks() -> None:
    shift = {"from": "00:30", "to": "01:00", "breaks": [{"at": "00:40", "minutes": 5, "turns": 2}]}
    staffing = [{"group": "all", "count": 4, "memberships": {"line": {}}, "shifts": [shift]}]
    of = plan(scenario(0, 0.01, staffing=staffing, warm_up_min=0, interval_min=15, to="01:30"))
    cells = Day(of, 1, 0).run().cells["group", "", "all"]
    there = [round(sum(cell.state_ms[:5]) / 60_000) for cell in cells]
    assert there == [0, 0, 50, 50, 0, 0, 0]
    assert [round(cell.state_ms[5] / 60_000) for cell in cells] == [0, 0, 10, 10, 0, 0, 0]


def test_wrap_up_and_ringing_keep_agents_from_the_next_caller() -> None:
    told = {"handling": [{"talk": 60, "wrap_up": 30}], "ringing": {"voice": {"answers_after": 5}}}
    of = plan(scenario(2, 0.5, warm_up_min=0, **told), tenant(wrap_up={"mode": "optional", "max_s": 60}))
    cell = whole(Day(of, 1, 0).run())
    assert cell.answered == cell.handled > 20
    assert cell.handled_ms == 95_000 * cell.handled, "ring, talk and notes"
    assert cell.answered_ms >= 5_000 * cell.answered


def test_who_lets_it_ring_is_counted() -> None:
    of = plan(scenario(3, 1.0, ringing={"voice": {"accepts": 0.5}}), tenant(unblock_after_s=1))
    cell = whole(days(of, 1)[0])
    assert cell.no_answer > 10
    assert LINE in days(of, 1)[0].cells
