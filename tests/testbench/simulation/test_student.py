"""Confidence intervals against the printed table of Student's t, and how often they hold what they should."""

from random import Random
from statistics import NormalDist

import pytest

from flowengine.testbench.simulation.student import Estimate, estimate, quantile


@pytest.mark.parametrize(
    ("share", "freedom", "printed"),
    [
        (0.975, 1, 12.706), (0.975, 2, 4.303), (0.975, 4, 2.776), (0.975, 9, 2.262), (0.975, 19, 2.093),
        (0.975, 29, 2.045), (0.975, 100, 1.984), (0.95, 5, 2.015), (0.995, 10, 3.169), (0.75, 3, 0.765),
    ],
)  # fmt: skip  # as the table prints it
def test_the_quantile_is_the_printed_one(share: float, freedom: int, printed: float) -> None:
    assert quantile(share, freedom) == pytest.approx(printed, abs=5e-4)


def test_of_many_it_is_the_normal_one() -> None:
    assert quantile(0.975, 1_000_000) == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-5)


def test_of_one_there_is_no_interval_and_of_none_no_mean() -> None:
    assert estimate([3.0, None]) == Estimate(3.0, None, None, 1)
    assert estimate([None]) == Estimate(None, None, None, 0)
    assert estimate([1.0, 2.0, 3.0]) == Estimate(2.0, -0.4841377118, 4.484137712, 3)


def test_nineteen_of_twenty_intervals_hold_the_mean() -> None:
    random = Random(3)  # noqa: S311  # a reproducible test, no secret
    found = [estimate([random.gauss(5, 2) for _ in range(6)]) for _ in range(2_000)]
    held = sum(one.low <= 5 <= one.high for one in found if one.low is not None and one.high is not None)
    assert 0.935 < held / 2_000 < 0.965
