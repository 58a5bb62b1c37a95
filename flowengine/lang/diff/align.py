"""What counts as the same: values without their representation, and which items of two lists belong together."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import Enum
from json import dumps
from typing import Final, TypeAlias

from flowengine.messages import Json

Place = tuple[str | int, ...]

# The order of keys says nothing, except below these names: buttons are shown in order, assignments done in order.
ORDERED_MAPPINGS = frozenset({"choices", "assign", "parts"})
# The order of items says nothing in these lists.
SETS = frozenset({"inputs", "outputs", "exits", "phrases", "disabled", "may_be"})
# What tells the objects of a list apart, if every one of them has it and no two the same.
IDENTITIES = ("id", "name", "outcome")
LARGEST_ALIGNMENT = 4_000_000  # pairs of items looked at; beyond it only equal beginnings and ends are matched


class Absent(Enum):
    """Nothing stands there; null is something."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Held: TypeAlias = Json  # a JSON value, or ABSENT where nothing stands


def is_flow(document: Json) -> bool:
    """Whether this is a flow document, told by its shape: git hands a merge driver files without their names."""
    return isinstance(document, dict) and all(isinstance(document.get(key), dict) for key in ("nodes", "wires"))


def is_layout(document: Json) -> bool:
    """Whether this is a layout document."""
    return isinstance(document, dict) and isinstance(document.get("nodes"), dict) and not document.keys() & {
        "wires", "start", "title", "cases",
    }  # fmt: skip  # the names read as one set


def exact(one: Held, other: Held) -> bool:
    """The same down to the order of keys and the form of numbers (1 is not 1.0, and true is not 1)."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(exact(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(exact, one, other))
    return one == other and str(one) == str(other)  # the text tells -0.0 from 0.0


def same_scalar(one: Held, other: Held) -> bool:
    """The same plain value as JSON has it: 1 is 1.0, but true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def is_ordered(place: Place) -> bool:
    """Whether the order of the keys of the mapping at this place carries meaning."""
    return bool(place) and place[-1] in ORDERED_MAPPINGS


def is_set(place: Place, *lists: Sequence[Json]) -> bool:
    """Whether these lists hold plain values, each once, whose order says nothing."""
    return (
        bool(place)
        and place[-1] in SETS
        and all(isinstance(item, str) for items in lists for item in items)
        and all(len(set(items)) == len(items) for items in lists)
    )


def identity_of(*lists: Sequence[Json]) -> str:
    """The field by which the objects in all of these lists can be told apart, or ""."""
    if not any(lists) or not all(isinstance(item, dict) for items in lists for item in items):
        return ""
    for field in IDENTITIES:
        names = [[item.get(field) for item in items] for items in lists]
        if all(isinstance(name, str) for row in names for name in row) and all(
            len(set(row)) == len(row) for row in names
        ):
            return field
    return ""


def aligned(one: Sequence[Json], other: Sequence[Json]) -> list[tuple[int, int]]:
    """Pairs of places at which equal items stand, rising in both lists."""
    left, right = ([dumps(item, sort_keys=True) for item in items] for items in (one, other))
    begin, end = 0, 0
    while begin < min(len(left), len(right)) and left[begin] == right[begin]:
        begin += 1
    while end < min(len(left), len(right)) - begin and left[-1 - end] == right[-1 - end]:
        end += 1
    pairs = [(at, at) for at in range(begin)]
    middle = left[begin : len(left) - end], right[begin : len(right) - end]
    if len(middle[0]) * len(middle[1]) <= LARGEST_ALIGNMENT:
        for at, there, size in SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks():
            pairs += [(begin + at + step, begin + there + step) for step in range(size)]
    return pairs + [(len(left) - end + step, len(right) - end + step) for step in range(end)]
