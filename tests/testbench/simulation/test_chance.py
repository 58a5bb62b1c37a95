"""Chance by named streams, and times drawn by their quantiles."""

from collections import Counter
from statistics import fmean, stdev
from typing import Any

import msgspec
import pytest

from flowengine.testbench.simulation.arrival import arrivals
from flowengine.testbench.simulation.chance import Chance
from flowengine.testbench.simulation.document import Spread
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.spread import drawn as drawn_from
from tests.testbench.simulation.queue import ADDRESS, plan, scenario

MANY = 4_000


def drawn(time: Any) -> list[float]:
    chance, of = Chance(1, 0), drawn_from(msgspec.convert(time, Spread))
    return [chance.time(of, "talks", f"caller {n}") for n in range(MANY)]


@pytest.mark.parametrize(
    ("time", "mean", "deviation"),
    [
        pytest.param({"exponential_s": 60}, 60, 60, id="exponential"),
        pytest.param({"lognormal": {"mean_s": 60, "deviation_s": 30}}, 60, 30, id="log-normal"),
        pytest.param(
            {"table": [{"until_s": 10, "weight": 1}, {"until_s": 30, "weight": 0}, {"until_s": 50, "weight": 3}]},
            31.25, 15.9, id="histogram",
        ),
        pytest.param({"constant_s": 7}, 7, 0, id="constant"),
    ],
)  # fmt: skip  # one line per thought
def test_a_time_has_its_mean_and_deviation(time: Any, mean: float, deviation: float) -> None:
    found = drawn(time)
    assert fmean(found) == pytest.approx(mean, abs=4 * deviation / MANY**0.5 + 1e-9)
    assert stdev(found) == pytest.approx(deviation, rel=0.08, abs=1e-9)


def test_a_draw_depends_on_seed_replication_stream_entity_and_number_alone() -> None:
    one = Chance(1, 0).uniform("patience", "a")
    others = [
        Chance(2, 0).uniform("patience", "a"), Chance(1, 1).uniform("patience", "a"),
        Chance(1, 0).uniform("talks", "a"), Chance(1, 0).uniform("patience", "b"),
        Chance(1, 0).uniform("patience", "a", 1),
    ]  # fmt: skip  # one line per thought
    assert one == Chance(1, 0).uniform("patience", "a")
    assert len({one, *others}) == 6


def test_one_of_several_by_weight() -> None:
    chance = Chance(1, 0)
    found = Counter(chance.one_of([("a", 3.0), ("b", 0.0), ("c", 1.0)], "kind", str(n)) for n in range(MANY))
    assert found["b"] == 0
    assert found["a"] / MANY == pytest.approx(0.75, abs=0.03)


def times_of(of: Plan) -> list[tuple[str, int]]:
    return [(one.entity, one.at_ms - of.edges[0]) for one in arrivals(of, Chance(1, 0))]


def test_arrivals_follow_the_rate_of_the_hour() -> None:
    rates = [{"address": ADDRESS, "per_hour": {"00:00": 600, "00:30": 0, "01:00": 1800}}]
    found = Counter(at // 1_800_000 for _, at in times_of(plan(scenario(1, 0, arrivals=rates, to="01:30"))))
    assert found[1] == 0
    assert found[0] == pytest.approx(300, abs=70)
    assert found[2] == pytest.approx(900, abs=120)


def test_at_twice_the_rate_the_same_callers_come_in_half_the_time() -> None:
    once, twice = (dict(times_of(plan(scenario(1, rate)))) for rate in (2.0, 4.0))
    assert once
    assert all(abs(twice[name] - at / 2) <= 1 for name, at in once.items())
