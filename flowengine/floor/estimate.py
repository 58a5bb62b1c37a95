"""Estimate: how long a dialogue with so many ahead will wait, as a mean and as what nine in ten will not exceed."""

from collections.abc import Iterable
from math import log1p, sqrt
from typing import NamedTuple

from flowengine.floor.queue import QueueFigures

ENOUGH_COMPLETED = 30  # before that the wait of the last one served says more than the mean handling time
ONE_BY_ONE = 64  # so many terms are added up; the rest of a long line is an integral, so that no line costs more
Z_90 = 1.2815515655446004  # of the normal distribution
P90_OF_MEAN = 2.302585092994046  # ln 10: of one exponential wait


class Estimate(NamedTuple):
    """Whole seconds."""

    mean_s: int
    p90_s: int


class Rates(NamedTuple):
    """Per second: `served` by all staffed slots together, `given_up` by each who waits."""

    served: float
    given_up: float


def estimate(figures: QueueFigures, ahead: int, slots: int) -> Estimate | None:
    """The wait with `ahead` dialogues before it and `slots` staffed; None: nobody able is staffed, or nothing has been
    measured yet. Never less with more ahead.

    The sum over i = 0..ahead of 1/(s mu + i theta), and the sum of the squares as its variance: each departure from the
    line is an exponential stage. The 90th percentile is a gamma's with that mean and variance, by Wilson and Hilferty.
    """
    if slots <= 0 or (figures.completed < ENOUGH_COMPLETED and not figures.served):
        return None
    if is_last_wait(figures):
        last_s = figures.last_wait_ms / 1000
        return Estimate(round(last_s), round(last_s * P90_OF_MEAN))
    mean, variance = moments(rates(figures, slots), ahead)
    return Estimate(round(mean), round(p90(mean, variance)))


def is_last_wait(figures: QueueFigures) -> bool:
    """Whether too little was completed for the formula: the wait of the last one served is told."""
    return figures.completed < ENOUGH_COMPLETED or figures.handle_ms <= 0


def rates(figures: QueueFigures, slots: int) -> Rates:
    """mu times `slots`, with ring and wrap-up in the handling time, and theta."""
    patience = figures.abandoned * 1000 / figures.waited_ms if figures.waited_ms else 0.0
    return Rates(slots * 1000 / figures.handle_ms, patience)


def moments(at: Rates, ahead: int) -> tuple[float, float]:
    """Mean and variance of the sum of `ahead` + 1 exponential stages, the i-th at the rate served + i given_up."""
    served, given_up = at
    if given_up <= 0:
        return (ahead + 1) / served, (ahead + 1) / served**2
    short = [served + i * given_up for i in range(min(ahead + 1, ONE_BY_ONE))]
    mean, variance = sum(1 / rate for rate in short), sum(1 / rate**2 for rate in short)
    if ahead >= ONE_BY_ONE:
        first, last = served + ONE_BY_ONE * given_up, served + ahead * given_up
        mean += _tail(first, last, given_up)
        variance += _tail_of_squares(first, last, given_up)
    return mean, variance


def _tail(first: float, last: float, step: float) -> float:
    """The sum of 1/r for r = first, first + step, .. last, by Euler and Maclaurin; exact to 1e-10 after 64 terms."""
    ends = (1 / first + 1 / last) / 2 + step / 12 * (1 / first**2 - 1 / last**2)
    return log1p((last - first) / first) / step + ends


def _tail_of_squares(first: float, last: float, step: float) -> float:
    """The same of 1/r²."""
    ends = (1 / first**2 + 1 / last**2) / 2 + step / 6 * (1 / first**3 - 1 / last**3)
    return (1 / first - 1 / last) / step + ends


def p90(mean: float, variance: float) -> float:
    """What a gamma distribution with this mean and variance does not exceed nine times in ten."""
    ninth = variance / (9 * mean**2)
    return mean * (1 - ninth + Z_90 * sqrt(ninth)) ** 3


def merged(several: Iterable[QueueFigures]) -> QueueFigures:
    """The figures of queues whose agents are shared, as if they were one; of the last waits the longest."""
    found = QueueFigures()
    weighed = 0.0
    for each in several:
        found.served += each.served
        found.completed += each.completed
        found.abandoned += each.abandoned
        found.waited_ms += each.waited_ms
        found.last_wait_ms = max(found.last_wait_ms, each.last_wait_ms)
        weighed += each.handle_ms * each.completed
    found.handle_ms = weighed / found.completed if found.completed else 0.0
    return found
