"""Spreads: how times vary, by the quantile, so that one draw means the same rank in every configuration."""

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate, pairwise
from math import exp, log, sqrt
from statistics import NormalDist
from typing import NamedTuple, TypeAlias

from msgspec import UNSET

from flowengine.testbench.simulation.document import Bar, LogNormal, Spread, Time

Quantile: TypeAlias = Callable[[float], float]  # between 0 and 1 -> seconds


class Drawn(NamedTuple):
    """A time ready to be drawn: by its quantile, or, without one, always the same."""

    at: Quantile | None
    always: float = 0.0


_NORMAL = NormalDist()


def drawn(time: Time) -> Drawn:
    """A time of the document."""
    if not isinstance(time, Spread):
        return Drawn(None, float(time))
    if time.constant_s is not UNSET:
        return Drawn(None, float(time.constant_s))
    if time.exponential_s is not UNSET:
        return Drawn(_exponential(float(time.exponential_s)))
    if time.lognormal is not UNSET:
        return Drawn(_lognormal(time.lognormal))
    return Drawn(_histogram(time.table if time.table is not UNSET else ()))


def fault_of(time: Time) -> str:
    """Why this histogram is none; "" if it is one, or something else."""
    bars = time.table if isinstance(time, Spread) and time.table is not UNSET else None
    if bars is None:
        return ""
    if any(later.until_s <= bar.until_s for bar, later in pairwise(bars)):
        return "A bar ends before the one that comes before it."
    return "" if any(bar.weight for bar in bars) else "No bar has a weight above 0."


def _exponential(mean: float) -> Quantile:
    return lambda u: -mean * log(1.0 - u)


def _lognormal(found: LogNormal) -> Quantile:
    sigma = sqrt(log(1.0 + (found.deviation_s / found.mean_s) ** 2))
    mu = log(found.mean_s) - sigma * sigma / 2
    return lambda u: exp(mu + sigma * _NORMAL.inv_cdf(u))


def _histogram(bars: tuple[Bar, ...]) -> Quantile:
    """Even within a bar."""
    ends = [0.0, *(bar.until_s for bar in bars)]
    total = sum(bar.weight for bar in bars)
    shares = [0.0, *(part / total for part in accumulate(bar.weight for bar in bars))]

    def at(u: float) -> float:
        bar = max(1, min(bisect_left(shares, u), len(bars)))
        low, high = shares[bar - 1], shares[bar]
        inside = (u - low) / (high - low) if high > low else 1.0
        return ends[bar - 1] + min(1.0, max(0.0, inside)) * (ends[bar] - ends[bar - 1])

    return at
