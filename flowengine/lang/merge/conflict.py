"""Conflicts as findings: the place, a sentence with both sides, and what was kept."""

from itertools import islice

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.diff.align import ABSENT, Held, Place
from flowengine.lang.diff.difference import differences
from flowengine.lang.diff.sentence import field_words, shown
from flowengine.lang.json_path import json_path

KEPT = "Ours was kept; write theirs there if it is right."
_NAMED = 3  # changed fields that a sentence lists


class Sides(Struct, frozen=True):
    """What stands at one place before the two sides parted, and on each side now."""

    base: Held
    ours: Held
    theirs: Held


def clash(sides: Sides, place: Place) -> Finding:
    """Both sides changed the same place, and not in the same way."""
    where = _where(place)
    if sides.ours is ABSENT:
        return _conflict("merge_removed_and_changed", place, f"Ours removed {where}; {_change('theirs', sides)}.")
    if sides.theirs is ABSENT:
        return _conflict("merge_removed_and_changed", place, f"Theirs removed {where}; {_change('ours', sides)}.")
    ours, theirs = shown(sides.ours), shown(sides.theirs)
    if sides.base is ABSENT:
        return _conflict("merge_added_twice", place, f"Both sides added {where}: ours is {ours}, theirs {theirs}.")
    was = shown(sides.base)
    return _conflict(
        "merge_changed_twice", place, f"Both sides changed {where}: ours {ours}, theirs {theirs}; {was} before."
    )


def orders_clash(place: Place, ours: list[str], theirs: list[str]) -> Finding:
    """Both sides put the same things in a new order, or new things at the same spot, where order means something."""
    ours_said, theirs_said = (", ".join(f"“{name}”" for name in names) for names in (ours, theirs))
    sentence = f"Both sides changed the order of {_where(place)}: ours {ours_said}, theirs {theirs_said}."
    return _conflict("merge_order_changed_twice", place, sentence)


def step_gone(place: Place, target: str, remover: str) -> Finding:
    """One side leads to a step that the other removed. `remover`: ours or theirs."""
    leader, kept = ("Theirs", "Ours was kept") if remover == "ours" else ("Ours", "The step was kept as ours has it")
    sentence = f"{leader} leads {_where(place)} to “{target}”, a step that {remover} removed."
    return _conflict("merge_step_gone", place, sentence, f"{kept}; lead it to a step that is there.")


def _conflict(code: str, place: Place, sentence: str, hint: str = KEPT) -> Finding:
    return Finding(code, "error", json_path(place), sentence, hint)


def _change(side: str, sides: Sides) -> str:
    value = sides.theirs if side == "theirs" else sides.ours
    if isinstance(value, (dict, list)) and type(value) is type(sides.base):
        found = [field_words(found.place) for found in islice(differences(sides.base, value), _NAMED + 1)]
        return f"{side} changed it in {', '.join(found[:_NAMED])}{' and more' if len(found) > _NAMED else ''}"
    return f"{side} changed it from {shown(sides.base)} to {shown(value)}"


def _where(place: Place) -> str:
    match place:
        case ("nodes", str(node)):
            return f"step “{node}”"
        case ("nodes", str(node), *below):
            return f"{field_words(tuple(below))} of step “{node}”"
        case ("wires", str(node)):
            return f"the outcomes of “{node}”"
        case ("wires", str(node), str(outcome)):
            return f"outcome “{outcome}” of “{node}”"
        case ("variables", str(name)):
            return f"variable “{name}”"
        case ("cases", str(name)):
            return f"case “{name}”"
        case ("cases", str(name), *below):
            return f"{field_words(tuple(below))} of case “{name}”"
    return field_words(place)
