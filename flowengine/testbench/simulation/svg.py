"""Charts as inline SVG: lines by interval with their confidence bands, and dots with whiskers, drawn from estimates."""

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

from flowengine.testbench.simulation.student import Estimate
from flowengine.testbench.simulation.words import Unit, number

WIDTH, HEIGHT = 460, 210
LEFT, RIGHT, TOP, BOTTOM = 52, 10, 12, 26
STYLES = ("one", "other")  # of the first and the second series: another colour, another line, another mark


class Series(NamedTuple):
    """A line: one estimate for each interval."""

    name: str
    points: Sequence[Estimate]


class Scale(NamedTuple):
    """From values to pixels upwards; `step` between two ticks."""

    low: float
    high: float
    step: float

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - min(1.0, max(0.0, share)) * (HEIGHT - BOTTOM - TOP)

    def ticks(self) -> list[float]:
        return [self.low + n * self.step for n in range(round((self.high - self.low) / self.step) + 1)]


def scale_of(values: Sequence[float], unit: Unit) -> Scale:
    """From zero; shares to the whole, other values to the next round number."""
    most = max(values, default=0.0)
    if unit == "share" and most > 0.5:
        return Scale(0.0, 1.0, 0.25)
    most = most or 1.0
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough)
    return Scale(0.0, step * ceil(most / step), step)


def line_chart(name: str, title: str, labels: Sequence[str], series: Sequence[Series], unit: Unit) -> str:
    """A picture that a screen reader is told in a sentence; its numbers stand in a table beside it."""
    values = [v for one in series for point in one.points for v in (point.mean, point.high) if v is not None]
    scale = scale_of(values, unit)
    parts = [*_frame(scale, labels, unit)]
    for style, one in zip(STYLES, series, strict=False):
        parts += _series(one.points, style, scale)
    said = "; ".join(_said(one, labels, unit) for one in series)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(said)}</desc>{"".join(parts)}</svg>'
    )


def _said(one: Series, labels: Sequence[str], unit: Unit) -> str:
    known = [(point.mean, label) for point, label in zip(one.points, labels, strict=True) if point.mean is not None]
    if not known:
        return f"{one.name}: nothing was there to be measured"
    low, high = min(known), max(known)
    return f"{one.name}: lowest {number(low[0], unit)} at {low[1]}, highest {number(high[0], unit)} at {high[1]}"


def _x(n: int, many: int) -> float:
    return LEFT + (n + 0.5) * (WIDTH - LEFT - RIGHT) / many


def _frame(scale: Scale, labels: Sequence[str], unit: Unit) -> Iterator[str]:
    for tick in scale.ticks():
        y = scale.y(tick)
        text = f"{tick * 100:g} %" if unit == "share" else f"{tick:g} s" if unit == "s" else f"{tick:g}"
        yield f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
    every = max(1, ceil(len(labels) / 8))
    for n in range(0, len(labels), every):
        yield f'<text x="{_x(n, len(labels)):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(labels[n])}</text>'


def _series(points: Sequence[Estimate], style: str, scale: Scale) -> Iterator[str]:
    for run in _runs(points):
        xs = [_x(n, len(points)) for n in run]
        band = [(points[n].high, points[n].low) for n in run]
        upper = [f"{x:.1f},{scale.y(high):.1f}" for x, (high, _) in zip(xs, band, strict=True) if high is not None]
        lower = [f"{x:.1f},{scale.y(low):.1f}" for x, (_, low) in zip(xs, band, strict=True) if low is not None]
        if len(upper) > 1:
            yield f'<polygon class="{style} band" points="{" ".join([*upper, *reversed(lower)])}"/>'
        means = [f"{x:.1f},{scale.y(points[n].mean or 0.0):.1f}" for x, n in zip(xs, run, strict=True)]
        yield f'<polyline class="{style} mean" points="{" ".join(means)}"/>'
        for point in means:
            yield _mark(style, *map(float, point.split(",")))


def _mark(style: str, x: float, y: float) -> str:
    if style == STYLES[0]:
        return f'<circle class="{style} dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
    return f'<path class="{style} dot" d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z"/>'


def _runs(points: Sequence[Estimate]) -> Iterator[list[int]]:
    """The stretches without a gap."""
    run: list[int] = []
    for n, point in enumerate(points):
        if point.mean is not None:
            run.append(n)
        elif run:
            yield run
            run = []
    if run:
        yield run


PAIR_WIDTH, PAIR_HEIGHT = 240, 44


def pair_chart(title: str, before: Estimate, after: Estimate, unit: Unit) -> str:
    """Before above after, each a mark with its whisker, on a scale of their own."""
    values = [v for one in (before, after) for v in (one.mean, one.low, one.high) if v is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.1 or 1.0
    low, high = low - room, high + room

    def x(value: float) -> float:
        return 6 + (value - low) / (high - low) * (PAIR_WIDTH - 12)

    parts = [f'<line class="axis" x1="0" x2="{PAIR_WIDTH}" y1="{y}" y2="{y}"/>' for y in (12, 32)]
    for style, one, y in zip(STYLES, (before, after), (12, 32), strict=True):
        if one.low is not None and one.high is not None:
            parts.append(
                f'<line class="{style} whisker" x1="{x(one.low):.1f}" x2="{x(one.high):.1f}" y1="{y}" y2="{y}"/>'
            )
        if one.mean is not None:
            parts.append(_mark(style, x(one.mean), y))
    said = f"{title}: before {number(before.mean, unit)}, after {number(after.mean, unit)}"
    shape = f'viewBox="0 0 {PAIR_WIDTH} {PAIR_HEIGHT}" style="min-width: 11rem; max-width: {PAIR_WIDTH}px"'
    return f'<svg {shape} role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>'
