"""Region: a set of JSON values, as far as a comparison with constants can tell them apart."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from flowengine.lang.kinds.kind import Kinds
from flowengine.messages import Json

# A cut lies just before a value (0) or just after it (1); all of one kind lies between these two.
Cut = tuple[Any, ...]
_FIRST: Cut = (-1,)
_LAST: Cut = (1,)
Spans = tuple[tuple[Cut, Cut], ...]  # apart from each other, in order
ALL: Spans = ((_FIRST, _LAST),)
# A list or record is only known to be empty or not.
OTHERS = frozenset({"true", "false", "none", "empty", "filled"})


class Region(NamedTuple):
    """Some numbers, some texts, some of OTHERS."""

    numbers: Spans = ()
    texts: Spans = ()
    others: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.numbers or self.texts or self.others)

    def __or__(self, more: "Region") -> "Region":
        return Region(
            _union((*self.numbers, *more.numbers)), _union((*self.texts, *more.texts)), self.others | more.others
        )

    def __and__(self, more: "Region") -> "Region":
        return Region(_both(self.numbers, more.numbers), _both(self.texts, more.texts), self.others & more.others)

    def __invert__(self) -> "Region":
        return Region(_rest(self.numbers), _rest(self.texts), OTHERS - self.others)

    def within(self, whole: "Region") -> bool:
        """Whether every value of this one is one of `whole`."""
        if self.others - whole.others:
            return False
        return _inside(self.numbers, whole.numbers) and _inside(self.texts, whole.texts)


EVERY = Region(ALL, ALL, OTHERS)


def _union(spans: Iterable[tuple[Cut, Cut]]) -> Spans:
    found: list[tuple[Cut, Cut]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def _both(some: Spans, more: Spans) -> Spans:
    if not some or not more:
        return ()
    if some == ALL:
        return more
    return some if more == ALL else _rest(_union((*_rest(some), *_rest(more))))


def _inside(some: Spans, whole: Spans) -> bool:
    return not some or whole == ALL or not _both(some, _rest(whole))


def _rest(spans: Spans) -> Spans:
    cuts = [_FIRST, *(cut for span in spans for cut in span), _LAST]
    return tuple((low, high) for low, high in list(pairwise(cuts))[::2] if low < high)


def _placed(value: Json, spans: Spans) -> Region:
    return Region(texts=spans) if isinstance(value, str) else Region(numbers=spans)


def same_as(value: Json) -> Region:
    """The values that are equal to a scalar."""
    if value is None or isinstance(value, bool):
        return Region(others=frozenset({"none" if value is None else str(value).lower()}))
    return _placed(value, (((0, value, 0), (0, value, 1)),))


def compared(sign: str, value: Json) -> Region | None:
    """The values for which `value_of <sign> value` holds; None if this cannot be told."""
    if sign in ("==", "!="):
        return same_as(value) if sign == "==" else ~same_as(value)
    if value is None or isinstance(value, bool) or sign not in ("<", "<=", ">", ">="):
        return None
    cut: Cut = (0, value, int(sign in ("<=", ">")))
    return _placed(value, ((_FIRST, cut),) if sign[0] == "<" else ((cut, _LAST),))


# What counts as yes where a condition is asked.
TRUTHY = ~(same_as(0) | same_as("") | Region(others=frozenset({"false", "none", "empty"})))
_BY_KIND = {
    "number": Region(numbers=ALL),
    "text": Region(texts=ALL),
    "yes_no": Region(others=frozenset({"true", "false"})),
    "none": Region(others=frozenset({"none"})),
    "list": Region(others=frozenset({"empty", "filled"})),
    "record": Region(others=frozenset({"empty", "filled"})),
}


@cache
def of_kinds(kinds: Kinds) -> Region:
    """Every value of these kinds."""
    found = Region()
    for kind in kinds:
        found |= _BY_KIND[kind]
    return found
