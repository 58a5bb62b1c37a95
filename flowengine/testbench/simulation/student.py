"""Confidence intervals of a mean over few replications, by Student's t, which is worked out here."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, inf, lgamma, log, sqrt
from statistics import fmean, stdev

from msgspec import Struct

CONFIDENCE = 0.95
_STEPS = 300
_SMALL = 1e-300


class Estimate(Struct, frozen=True):
    """The mean over `n` replications, and its 95 % confidence interval; None: there is nothing, or only one."""

    mean: float | None
    low: float | None
    high: float | None
    n: int


def estimate(values: Sequence[float | None]) -> Estimate:
    """Of those replications that have a value."""
    found = [value for value in values if value is not None]
    if not found:
        return Estimate(None, None, None, 0)
    mean = fmean(found)
    if len(found) == 1:
        return Estimate(_told(mean), None, None, 1)
    half = quantile((1 + CONFIDENCE) / 2, len(found) - 1) * stdev(found) / sqrt(len(found))
    return Estimate(_told(mean), _told(mean - half), _told(mean + half), len(found))


def _told(value: float) -> float:
    """Ten digits: sums of floats in another Python may differ after them."""
    return float(f"{value:.10g}")


@lru_cache(maxsize=1024)
def quantile(share: float, freedom: int) -> float:
    """Which value Student's t with so many degrees of freedom does not exceed in `share` of all cases (0.5 to 1)."""
    if share >= 1:
        return inf
    low, high = 0.0, 1.0
    while distribution(high, freedom) < share:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if distribution(middle, freedom) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def distribution(t: float, freedom: int) -> float:
    """The chance that Student's t is at most `t`, which is not negative."""
    return 1 - _beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by the continued fraction where that converges fast."""
    if x <= 0 or x >= 1:
        return float(x > 0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's method."""
    c, d = 1.0, 1 / _kept(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _kept(1 + term * d), _kept(1 + term / c)
            found *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return found


def _kept(value: float) -> float:
    return value if abs(value) > _SMALL else _SMALL
