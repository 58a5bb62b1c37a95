"""Who was a member of which contact center when: today's members, with every later change undone."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from flowengine.reports.count import INTERVAL_MS
from flowengine.reports.interval import Span

Places: TypeAlias = tuple[str, ...]
MOST_PIECES = 3_000


class Moved(NamedTuple):
    """An agent's contact centers before and after a change."""

    at_ms: int
    agent: str
    before: Places
    after: Places


class Members:
    """A quarter of an hour in which somebody moved counts as it ended."""

    def __init__(self, today: Mapping[str, Places] | None = None, later: Iterable[Moved] = ()) -> None:
        """`later`: the changes since the first moment that is asked about, in their order."""
        self._today = today or {}
        self._since: dict[str, list[int]] = {}
        self._places: dict[str, list[Places]] = {}
        moved = [each for each in later if each.before != each.after]
        self._cuts = sorted({_quarter(each.at_ms) for each in moved})
        for at_ms, agent, before, after in moved:
            since, places = self._since.setdefault(agent, []), self._places.setdefault(agent, [before])
            if since and since[-1] == _quarter(at_ms):
                places[-1] = after
            else:
                since.append(_quarter(at_ms))
                places.append(after)

    def of(self, agent: str, at_ms: int) -> Places:
        """The contact centers of an agent then."""
        since = self._since.get(agent)
        if since is None:
            return self._today.get(agent, ())
        return self._places[agent][bisect_right(since, at_ms)]

    def pieces(self, spans: list[Span]) -> list[tuple[int, Span]]:
        """The spans, cut where somebody moved, each with the number of the span that it is of. When those are too
        many, changes count from the next hour, day or span."""
        for unit_ms in (INTERVAL_MS, 4 * INTERVAL_MS, 96 * INTERVAL_MS):
            cuts = sorted({-(-cut // unit_ms) * unit_ms for cut in self._cuts})
            found = [(number, piece) for number, span in enumerate(spans) for piece in _cut(span, cuts)]
            if len(found) <= len(spans) + MOST_PIECES:
                return found
        return list(enumerate(spans))


def _quarter(at_ms: int) -> int:
    return at_ms - at_ms % INTERVAL_MS


def _cut(span: Span, cuts: list[int]) -> list[Span]:
    first, end = span
    inside = cuts[bisect_right(cuts, first) : bisect_right(cuts, end - 1)]
    edges = [first, *inside, end]
    return [(edges[n], edges[n + 1]) for n in range(len(edges) - 1)]
