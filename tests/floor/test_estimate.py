"""Estimates: the formula against plain sums and against a simulation, the laws, and what is said before it holds."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.floor.estimate import Estimate, Rates, estimate, merged, moments, p90
from flowengine.floor.queue import QueueFigures

MEASURED = QueueFigures(served=90, handle_ms=200_000.0, completed=80, abandoned=10, waited_ms=1_000_000)
figures = st.builds(
    QueueFigures,
    served=st.integers(0, 500),
    handle_ms=st.floats(1, 10_000_000),
    last_wait_ms=st.integers(0, 10_000_000),
    completed=st.integers(0, 500),
    abandoned=st.integers(0, 500),
    waited_ms=st.integers(0, 10**10),
)


@pytest.mark.parametrize(
    ("ahead", "slots", "mean_s"),
    [(0, 4, 50), (1, 4, 50 + 100 / 3), (2, 4, 50 + 100 / 3 + 25), (2, 8, 25 + 20 + 100 / 6)],
)
def test_the_sum(ahead: int, slots: int, mean_s: float) -> None:
    """mu = 1/200 per second and slot, theta = 10/1000."""
    found = estimate(MEASURED, ahead, slots)
    assert found is not None
    assert found.mean_s == round(mean_s)


@pytest.mark.parametrize("ahead", [0, 1, 62, 63, 64, 65, 500, 20_000])
@pytest.mark.parametrize("at", [Rates(0.02, 0.01), Rates(5.0, 0.00001), Rates(0.001, 3.0), Rates(0.4, 0.0)])
def test_a_long_line_is_added_up_exactly(at: Rates, ahead: int) -> None:
    terms = [at.served + i * at.given_up for i in range(ahead + 1)]
    mean, variance = moments(at, ahead)
    assert mean == pytest.approx(sum(1 / rate for rate in terms), rel=1e-8)
    assert variance == pytest.approx(sum(1 / rate**2 for rate in terms), rel=1e-8)


@pytest.mark.proof
@pytest.mark.parametrize(("ahead", "rel"), [(0, 0.05), (3, 0.03), (30, 0.03)])
def test_a_simulation_agrees(ahead: int, rel: float) -> None:
    """Those ahead leave by being served or by giving up; one in ten waits for longer than the 90th percentile."""
    chance, at = random.Random(7), Rates(0.02, 0.01)  # noqa: S311  # repeatable chance is what a test wants
    waits = sorted(
        sum(chance.expovariate(at.served + i * at.given_up) for i in range(ahead + 1)) for _ in range(20_000)
    )
    mean, variance = moments(at, ahead)
    assert mean == pytest.approx(sum(waits) / len(waits), rel=rel)
    assert p90(mean, variance) == pytest.approx(waits[18_000], rel=rel)


@given(figures, st.integers(0, 3_000), st.integers(0, 3_000), st.integers(-1, 200))
def test_never_negative_and_never_less_with_more_ahead(
    measured: QueueFigures, one: int, other: int, slots: int
) -> None:
    near, far = (estimate(measured, ahead, slots) for ahead in sorted((one, other)))
    if near is None or far is None:
        assert (near, far) == (None, None)
        return
    assert 0 <= near.mean_s <= far.mean_s
    assert near.mean_s <= near.p90_s <= far.p90_s


def test_before_thirty_completions_the_last_wait_is_told() -> None:
    young = QueueFigures(served=3, last_wait_ms=20_000, completed=29, handle_ms=90_000.0)
    assert estimate(young, 5, 2) == estimate(young, 0, 9) == Estimate(20, 46)
    assert estimate(QueueFigures(completed=30, handle_ms=90_000.0), 0, 2) == Estimate(45, 103)


def test_unknown() -> None:
    assert estimate(MEASURED, 0, 0) is None
    assert estimate(QueueFigures(), 0, 4) is None


def test_figures_of_a_pool_are_those_of_one_queue() -> None:
    other = QueueFigures(served=10, handle_ms=100_000.0, completed=20, abandoned=1, waited_ms=500, last_wait_ms=9)
    assert merged([MEASURED, other]) == QueueFigures(
        served=100, handle_ms=180_000.0, completed=100, abandoned=11, waited_ms=1_000_500, last_wait_ms=9
    )
    assert merged([]) == QueueFigures()
