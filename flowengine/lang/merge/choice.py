"""A merge that people decide: every change of either side as a row, and for each whose is taken."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.diff.align import ABSENT, Held, Place
from flowengine.lang.diff.diff import diff
from flowengine.lang.json_path import parts_of
from flowengine.lang.merge.merge import merge
from flowengine.lang.merge.steps import at, led
from flowengine.messages import Json

Whose: TypeAlias = Literal["mine", "theirs"]
Flow: TypeAlias = dict[str, Any]


class Row(Struct, frozen=True):
    """One place. `by`: who changed it since the base; `both` did so differently, and somebody has to choose. The values
    are null where nothing stands."""

    by: Literal["mine", "theirs", "both"]
    path: str
    sentence: str
    base: Json = None
    mine: Json = None
    theirs: Json = None


class Together(Struct, frozen=True):
    """The merged flow as chosen so far, and the paths where nobody has chosen: there it is as mine has it."""

    document: Json
    rows: list[Row]
    open: list[str]


def together(base: Flow, mine: Flow, theirs: Flow, choices: Mapping[str, Whose]) -> Together:
    """Bring two people's flows together. `choices`: path of a row -> whose is taken; without one, a change that one
    side made is taken. A list is taken as a whole, a step with its wires."""
    first = merge(base, mine, theirs).conflicts
    us, them = mine, theirs
    for path, whose in choices.items():
        place = _dict_place(parts_of(path))
        if whose == "theirs":
            us = _taken(us, theirs, place)
        else:
            them = _taken(them, mine, place)
    merged = merge(base, _with_targets(us, theirs), them)
    fresh = [finding for finding in merged.conflicts if finding.path not in {known.path for known in first}]
    rows = list(_rows(base, mine, theirs, [*first, *fresh]))
    undecided = dict.fromkeys(finding.path for finding in (*first, *fresh) if finding.path not in choices)
    return Together(_without_dead_ends(merged.document, base), rows, list(undecided))


def _rows(base: Flow, mine: Flow, theirs: Flow, conflicts: Iterable[Finding]) -> Iterator[Row]:
    seen: dict[str, None] = {}
    clashing = []
    for finding in conflicts:
        if finding.path not in seen:
            seen[finding.path] = None
            clashing.append(_whole_step(_dict_place(parts_of(finding.path))))
            yield _row("both", finding.path, finding.message, (base, mine, theirs))
    ours, others = diff(base, mine), diff(base, theirs)
    same = {(change.path, change.kind) for change in ours} & {(change.path, change.kind) for change in others}
    for by, changes in (("mine", ours), ("theirs", others)):
        for change in changes:
            place = _dict_place(parts_of(change.path))
            covered = any(_overlap(place, other) for clash in clashing for other in clash)
            if covered or (change.path, change.kind) in same:
                continue
            yield _row(by, change.path, change.sentence, (base, mine, theirs))  # type: ignore[arg-type]  # the two words


def _row(by: Literal["mine", "theirs", "both"], path: str, sentence: str, three: tuple[Flow, Flow, Flow]) -> Row:
    place = _dict_place(parts_of(path))
    values = (None if (value := at(side, place)) is ABSENT else value for side in three)
    return Row(by, path, sentence, *values)


def _dict_place(parts: Place) -> Place:
    """The place up to the first list in it: items are counted differently on the two sides."""
    for index, part in enumerate(parts):
        if isinstance(part, int):
            return parts[:index]
    return parts


def _whole_step(place: Place) -> list[Place]:
    """A step that clashes as a whole clashes with its wires, and the other way round."""
    if len(place) == 2 and place[0] in ("nodes", "wires"):
        return [("nodes", place[1]), ("wires", place[1])]
    return [place]


def _overlap(one: Place, other: Place) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def _taken(flow: Flow, source: Flow, place: Place) -> Flow:
    """The flow with what stands at a place of the other; a step comes and goes with its wires."""
    for each in _whole_step(place) if place[:1] == ("nodes",) else [place]:
        flow = _put(flow, each, at(source, each))
    return flow


def _put(holder: Any, place: Place, value: Held) -> Any:
    if not place:
        return value
    first, rest = str(place[0]), place[1:]
    held = dict(holder) if isinstance(holder, dict) else {}
    inner = value if not rest else _put(held.get(first, ABSENT), rest, value)
    if inner is ABSENT or (rest and inner == {} and first not in held):
        held.pop(first, None)
    else:
        held[first] = inner
    return held


def _with_targets(flow: Flow, theirs: Flow) -> Flow:
    """With the steps of theirs to which it leads now that their wires were taken."""
    while missing := {
        to for _, to in led(flow) if isinstance(to, str) and to and to not in flow["nodes"] and to in theirs["nodes"]
    }:
        for name in sorted(missing):
            flow = _taken(flow, theirs, ("nodes", name))
    return flow


def _without_dead_ends(flow: Flow, base: Flow) -> Flow:
    """Without ways to steps that nobody wanted: as it was before, if that step is there, else not wired."""
    for place, to in list(led(flow)):
        if isinstance(to, str) and to and to not in flow["nodes"]:
            before = at(base, place)
            lives = isinstance(before, str) and before in flow["nodes"]
            flow = _put(
                flow, place, before if lives else next(iter(flow["nodes"]), "") if place == ("start",) else ABSENT
            )
    return flow
