"""The simulation against queueing theory: within its own confidence interval, on the real switchboard and floor."""

import pytest

from flowengine.switchboard.outcome import Outcome
from flowengine.testbench.simulation.crowd import Crowd
from tests.floor import closed_forms as exact
from tests.floor.vectors import SHARED, Vector, load
from tests.testbench.simulation.queue import (
    LINE,
    MINUTE,
    days,
    holds,
    mean_wait,
    plan,
    scenario,
    seen_as,
    tenant,
    whole,
)
from tests.testbench.simulation.vectors import Known, impatient, known_of, line, looked_at, rung, shared

OWN = {
    "Erlang C": lambda: line(3, 1.8, MINUTE, 6.0),
    "Erlang A": lambda: impatient(3, 3.0, 1.0, 0.5, 0.1),
    "product form": lambda: shared(
        {"english": 0.8, "dutch": 0.7},
        [("e", 1, ["english"], 1.0), ("d", 1, ["dutch"], 0.9), ("both", 1, ["english", "dutch"], 1.1)],
    ),
    "ring and wrap-up": lambda: rung(0.0018, 10.0, 30.0, to="09:00"),
}
FAST = ("derived-erlc-10-8", "derived-alis-bilingual-222")  # all others: bench/simulation_theory.py


def check(known: Known) -> None:
    for what, (found, value) in looked_at(known, days(known.plan)).items():
        assert holds(found, value), f"{what}: {found}, exactly {value}"


@pytest.mark.parametrize("name", OWN)
def test_it_shows_what_theory_knows(name: str) -> None:
    check(OWN[name]())


@pytest.mark.parametrize(
    "vector",
    [vector for vector in load(SHARED) if vector["id"] in FAST]
    if SHARED.exists()
    else [pytest.param({}, marks=pytest.mark.skip(reason=f"{SHARED} is not beside this checkout: its vectors"))],
    ids=lambda vector: vector.get("id", "the shared table"),
)
def test_it_shows_what_was_published(vector: Vector) -> None:
    known = known_of(vector)
    assert known is not None
    check(known)


# --- planted faults are found -----------------------------------------------------------------------------------------


class Renewed(Crowd):
    """A fault: patience begins anew at each decline."""

    def meet(self, outcome: Outcome) -> None:
        super().meet(outcome)
        for row in outcome.trace:
            caller = self.callers.get(row.subject)
            if caller is not None and any(fact[0] == "requeued" for fact in row.facts):
                caller.gives_up_ms = 0
                self.waits(row.subject)


def test_patience_that_begins_anew_is_found() -> None:
    """Two agents decline after five seconds each; who is patient for twenty hangs up then, and not at thirty."""
    patient = {"patience": {"voice": 20}, "ringing": {"voice": {"accepts": 0, "declines": 1, "answers_after": 5}}}
    of = plan(scenario(2, 0.5, **patient), tenant(decline_s=3600))
    found, faulty = (whole(days(of, 1, crowd)[0]) for crowd in (Crowd, Renewed))
    assert found.abandoned > 10
    assert found.abandoned_ms == 20_000 * found.abandoned
    assert faulty.abandoned_ms > 21_000 * faulty.abandoned


def test_a_beginning_that_is_counted_is_found() -> None:
    """The line is empty at first: who counts that time finds waits that are too short."""
    known = exact.erlang_c(4, 3.8, 1.0).mean * MINUTE
    short = {"to": "00:20", "interval_min": 15}
    counted = days(plan(scenario(4, 3.8, warm_up_min=0, **short)))
    assert not holds(seen_as(counted, mean_wait), known)
    left_out = days(plan(scenario(4, 3.8, warm_up_min=15, **short)), 1)[0]
    assert whole(left_out).enqueued < whole(counted[0]).enqueued / 2
    first = left_out.cells[LINE][0]
    assert (first.enqueued, first.answered, first.waiting_ms, sum(first.state_ms)) == (0, 0, 0, 0)
