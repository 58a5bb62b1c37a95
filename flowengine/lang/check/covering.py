"""Covering: what conditions say of one value at a time, to know those always the same, or taken by earlier ones.

What compares a value with constants counts; of the rest only the same words.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import and_, or_

from flowengine.lang.check.region import ALL, EVERY, TRUTHY, Region, Spans, compared, same_as
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.functions import FUNCTIONS
from flowengine.lang.reference import evaluate_by_reference
from flowengine.lang.term import Term

Universe = Callable[[Term], Region]  # what a term can be at all
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_VALUES = frozenset({"read", "local", "key", "item", "call", "operate", "negate", "if"})


def always(term: Term, universe: Universe) -> bool | None:
    """What a condition is whatever the values are; None if that depends on them."""
    if term.kind == "constant":
        return bool(term.value[1])
    if term.kind == "not":
        held = always(term.parts[0], universe)
        return None if held is None else not held
    if term.kind in ("and", "or") or (term.kind == "compare" and len(term.parts) > 2):
        return _together(term, universe)
    for one in _one(term):
        return _alone(one, universe)
    return folded(term) if reads_nothing(term) else None


def _alone(one: tuple[Term, Region], universe: Universe) -> bool | None:
    subject, region = one
    seen = universe(subject)
    if _is_between(region.numbers, seen.numbers) or _is_between(region.texts, seen.texts):
        return None
    if not region & seen:
        return False
    return True if seen.within(region) else None


def _is_between(some: Spans, seen: Spans) -> bool:
    """Whether it is plain that some of all numbers (or texts) are met and some are not: so it is nearly always."""
    return seen == ALL and some not in ((), ALL)


def reads_nothing(term: Term) -> bool:
    """Whether it is made of constants only."""
    if term.kind in ("read", "local") or (term.kind == "call" and FUNCTIONS[term.value[1]].reads_scope):
        return False
    return all(map(reads_nothing, term.parts))


def folded(term: Term) -> bool | None:
    """What a condition that reads nothing is; None if it fails."""
    try:
        return bool(evaluate_by_reference(str(term), {}))
    except EvaluationFault:
        return None


def _together(term: Term, universe: Universe) -> bool | None:
    """Of several conditions: one is enough to make an `and` false, an `or` true, or those on one value together are."""
    decides = term.kind == "or"
    by_subject: dict[Term, list[Region]] = {}
    undecided = False
    for part in _parts(term):
        one = next(_one(part), None)
        held = always(part, universe) if one is None else _alone(one, universe)
        if held is decides:
            return decides
        undecided = undecided or held is None
        if one is not None:
            by_subject.setdefault(one[0], []).append(one[1])
    for subject, regions in by_subject.items() if undecided else ():
        if len(regions) > 1:
            region = reduce(or_ if decides else and_, regions)
            if universe(subject).within(region) if decides else not region & universe(subject):
                return decides
    return None if undecided else not decides


class Covering:
    """Grows case by case."""

    def __init__(self, universe: Universe) -> None:
        self._universe = universe
        self._everything = ""
        self._taken: dict[Term, Region] = {}
        self._sources: dict[Term, list[tuple[Region, str]]] = {}
        self._words: dict[Term, str] = {}

    def add(self, source: str, term: Term, *, everything: bool = False) -> None:
        """This case comes before those that follow."""
        if everything:
            self._everything = self._everything or f"{source} comes first and takes"
        for part in _parts(term) if term.kind == "or" else (term,):
            self._words.setdefault(part, source)
            for subject, region in _one(part):
                self._taken[subject] = taken = self._taken.get(subject, Region()) | region
                self._sources.setdefault(subject, []).append((region, source))
                if self._universe(subject).within(taken):
                    self._everything = self._everything or self._takers(subject, EVERY)

    def covers(self, term: Term) -> str:
        """Which earlier conditions take everything that this one would, as the middle of a sentence; "" if there may be
        something left."""
        if self._everything:
            return self._everything
        if term in self._words:
            return f"{self._words[term]} comes first and takes"
        for subject, region in _one(term):
            met = region & self._universe(subject)
            if subject in self._taken and met and met.within(self._taken[subject]):
                return self._takers(subject, met)
        if term.kind == "or":
            found = [self.covers(part) for part in _parts(term)]
            return found[0] if found and all(found) else ""
        if term.kind == "and":
            return next(filter(None, map(self.covers, _parts(term))), "") or self._met_together(term)
        return ""

    def _met_together(self, term: Term) -> str:
        for subject, region in _by_subject(list(_parts(term)), and_):
            met = region & self._universe(subject)
            if subject in self._taken and met and met.within(self._taken[subject]):
                return self._takers(subject, met)
        return ""

    def _takers(self, subject: Term, met: Region) -> str:
        alone = (source for region, source in self._sources[subject] if met.within(region))
        source = next(alone, "")
        return f"{source} comes first and takes" if source else "the cases before it together take"


def _parts(term: Term) -> Iterator[Term]:
    """The conditions that a term joins; `1 < a < 3` joins two."""
    if term.kind == "compare" and len(term.parts) > 2:
        for at, sign in enumerate(term.value):
            yield Term("compare", term.parts[at : at + 2], (sign,))
    elif term.kind in ("and", "or"):
        for part in term.parts:
            yield from _parts(part) if part.kind == term.kind else (part,)
    else:
        yield term


def _by_subject(parts: Iterable[Term], join: Callable[[Region, Region], Region]) -> Iterator[tuple[Term, Region]]:
    found: dict[Term, list[Region]] = {}
    for part in parts:
        for subject, region in _one(part):
            found.setdefault(subject, []).append(region)
    yield from ((subject, reduce(join, regions)) for subject, regions in found.items() if len(regions) > 1)


def _one(term: Term) -> Iterator[tuple[Term, Region]]:
    """(what is asked about, for which of its values the term holds), if it asks about one value only."""
    if term.kind == "not":
        yield from ((subject, ~region) for subject, region in _one(term.parts[0]))
    elif term.kind in ("and", "or") or (term.kind == "compare" and len(term.parts) > 2):
        found = [next(_one(part), None) for part in _parts(term)]
        known = [each for each in found if each is not None]
        if len(known) == len(found) and len({subject for subject, _ in known}) == 1:
            yield known[0][0], reduce(or_ if term.kind == "or" else and_, (region for _, region in known))
    elif term.kind == "compare":
        yield from _against(term)
    elif term.kind in _VALUES:
        yield term, TRUTHY


def _against(term: Term) -> Iterator[tuple[Term, Region]]:
    left, right = term.parts
    (sign,) = term.value
    if sign in ("in", "not in"):
        if left.kind in _VALUES and right.kind == "list" and all(item.kind == "constant" for item in right.parts):
            region = reduce(or_, (same_as(item.value[1]) for item in right.parts), Region())
            yield left, region if sign == "in" else ~region
        return
    if left.kind == "constant":
        left, sign, right = right, _MIRRORED[sign], left
    if left.kind in _VALUES and right.kind == "constant":
        found = compared(sign, right.value[1])
        if found is not None:
            yield left, found
