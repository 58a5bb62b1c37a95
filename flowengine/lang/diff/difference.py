"""The bare differences of two JSON values: which places were added, removed, changed or put in another order."""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from flowengine.lang.diff.align import (
    ABSENT,
    Held,
    Place,
    aligned,
    identity_of,
    is_ordered,
    is_set,
    same_scalar,
)
from flowengine.messages import Json

Holds = Callable[[Place], bool]


class Difference(Struct, frozen=True):
    """One place that differs. In a list the place is counted in the new document, of removed items in the old one.

    For `moved`, `before` and `after` are the names in their old and new order.
    """

    how: Literal["added", "removed", "changed", "moved"]
    place: Place
    before: Json
    after: Json


def differences(before: Json, after: Json, holds: Holds = lambda _: False) -> Iterator[Difference]:
    """Every place that differs. `holds(place)`: a mapping there that is empty is as good as none."""
    return _differ(before, after, (), holds)


def same(one: Held, other: Held) -> bool:
    """Whether the two mean the same: order of keys and form of numbers aside."""
    if one is ABSENT or other is ABSENT:
        return one is other
    return next(differences(one, other), None) is None


def _differ(before: Held, after: Held, place: Place, holds: Holds) -> Iterator[Difference]:
    if holds(place):
        before, after = ({} if value is ABSENT else value for value in (before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _mappings(before, after, place, holds)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(before, after, place, holds)
    elif before is ABSENT:
        yield Difference("added", place, None, after)
    elif after is ABSENT:
        yield Difference("removed", place, before, None)
    elif not same_scalar(before, after):
        yield Difference("changed", place, before, after)


def _mappings(before: dict[str, Json], after: dict[str, Json], place: Place, holds: Holds) -> Iterator[Difference]:
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _differ(before.get(key, ABSENT), after.get(key, ABSENT), (*place, key), holds)
    if is_ordered(place):
        yield from _moved(list(before), list(after), place)


def _lists(before: list[Json], after: list[Json], place: Place, holds: Holds) -> Iterator[Difference]:
    if is_set(place, before, after):
        yield from (Difference("removed", (*place, at), it, None) for at, it in enumerate(before) if it not in after)
        yield from (Difference("added", (*place, at), None, it) for at, it in enumerate(after) if it not in before)
    elif field := identity_of(before, after):
        old, new = ({item[field]: (at, item) for at, item in enumerate(items)} for items in (before, after))
        for name, (at, item) in old.items():
            if name in new:
                yield from _differ(item, new[name][1], (*place, new[name][0]), holds)
            else:
                yield Difference("removed", (*place, at), item, None)
        yield from (
            Difference("added", (*place, at), None, item) for name, (at, item) in new.items() if name not in old
        )
        yield from _moved(list(old), list(new), place)
    else:
        yield from _sequences(before, after, place, holds)


def _sequences(before: list[Json], after: list[Json], place: Place, holds: Holds) -> Iterator[Difference]:
    """Lists whose items have no names: what stands between equal items is compared one by one if it is as many."""
    old, new = 0, 0
    for left, right in [*aligned(before, after), (len(before), len(after))]:
        if left - old == right - new:
            for step in range(left - old):
                yield from _differ(before[old + step], after[new + step], (*place, new + step), holds)
        else:
            yield from (Difference("removed", (*place, at), before[at], None) for at in range(old, left))
            yield from (Difference("added", (*place, at), None, after[at]) for at in range(new, right))
        old, new = left + 1, right + 1


def _moved(old: list[str], new: list[str], place: Place) -> Iterator[Difference]:
    both = set(old) & set(new)
    if [name for name in old if name in both] != [name for name in new if name in both]:
        yield Difference("moved", place, old, new)
