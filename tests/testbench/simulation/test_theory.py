"""The simulation against queueing theory: within its own confidence interval, on the real switchboard and floor."""

from flowengine.switchboard.outcome import Outcome
from flowengine.testbench.simulation.crowd import Crowd
from tests.floor import closed_forms as exact
from tests.testbench.simulation.queue import (
    MINUTE,
    days,
    holds,
    mean_wait,
    occupancy,
    plan,
    scenario,
    seen_as,
    skilled,
    tenant,
    whole,
    within,
)


def test_a_line_of_patient_callers_is_erlang_c() -> None:
    known = exact.erlang_c(4, 2.6, 1.0, 0.1)
    seen = days(plan(scenario(4, 2.6)))
    for what, found, value in (
        ("mean", seen_as(seen, mean_wait), known.mean * MINUTE),
        ("within", seen_as(seen, within), known.within),
        ("busy", seen_as(seen, occupancy, until_end=True), 2.6 / 4),
        ("waiting", seen_as(seen, lambda c: c.waiting_ms / 3_600_000, until_end=True), 2.6 * known.mean),
    ):
        assert holds(found, value), f"{what}: {found}, exactly {value}"


def test_callers_who_lose_patience_are_erlang_a() -> None:
    known = exact.erlang_a(4, 4.4, 1.0, 0.5, 0.1)
    seen = days(plan(scenario(4, 4.4, patience={"voice": {"exponential_s": 2 * MINUTE}})))
    for what, found, value in (
        ("abandons", seen_as(seen, lambda c: c.abandoned / c.enqueued), known.abandons),
        ("mean", seen_as(seen, lambda c: (c.answered_ms + c.abandoned_ms) / c.enqueued / 1000), known.mean * MINUTE),
        ("within", seen_as(seen, lambda c: c.answered_within / c.enqueued), known.served_within),
        ("gone", seen_as(seen, lambda c: c.abandoned_within / c.enqueued), known.gone_within),
        ("busy", seen_as(seen, occupancy, until_end=True), known.occupancy),
    ):
        assert holds(found, value), f"{what}: {found}, exactly {value}"


def test_skilled_groups_have_the_product_form() -> None:
    """Two languages, three groups: Adan and Weiss (2014), first come first served, longest idle agent first."""
    known = exact.shared([0.8, 0.7], [1.0, 1.0, 1.0], [1, 1, 1], [{0}, {1}, {0, 1}])
    groups = {"e": ["english"], "d": ["dutch"], "both": ["english", "dutch"]}
    seen = days(skilled({"english": 0.8, "dutch": 0.7}, groups))
    for n, skill in enumerate(("english", "dutch")):
        found = seen_as(seen, mean_wait, ("skill", "line", skill))
        assert holds(found, known.mean[n] * MINUTE), f"{skill}: {found}, exactly {known.mean[n] * MINUTE}"
    for n, group in enumerate(("e", "d", "both")):
        found = seen_as(seen, occupancy, ("group", "", group), until_end=True)
        assert holds(found, known.busy[n]), f"{group}: {found}, exactly {known.busy[n]}"


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
    first = left_out.cells["contact_center", "line", ""][0]
    assert (first.enqueued, first.answered, first.waiting_ms, sum(first.state_ms)) == (0, 0, 0, 0)
