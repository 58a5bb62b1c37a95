"""The report of a replay: how many went another way, grouped by where they part; how many could not be replayed."""

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from flowengine.testbench.replay.told import Replayed
from flowengine.testbench.replay.track import Parting

EXAMPLES = 5


class Fate(Struct, frozen=True):
    """What became of some dialogues of a group: how they ended, and the last queue that they waited in ("": none)."""

    ended_before: str
    queue_before: str
    ended_now: str
    queue_now: str
    count: int


class Group(Struct, frozen=True):
    """Dialogues that part at one node in one way. `share` of all that were replayed; `rejoins`: how many of them take
    every later way all the same."""

    environment: str
    flow: str
    node: str
    before: str
    now: str
    count: int
    share: float
    rejoins: int
    examples: list[str]
    fates: list[Fate]


class Untold(Struct, frozen=True):
    """Dialogues that could not be replayed, and why."""

    reason: str
    count: int
    examples: list[str]


class Report(Struct, frozen=True):
    """`replayed` = `same` + `parted`; those that could not be replayed are counted beside."""

    replayed: int
    same: int
    parted: int
    groups: list[Group]
    untold: list[Untold]


def report_of(found: Iterable[Replayed]) -> Report:
    """The biggest groups first."""
    parted: dict[tuple[str, ...], list[Replayed]] = {}
    untold: dict[str, list[str]] = {}
    same = 0
    for one in found:
        if one.untold:
            untold.setdefault(one.untold, []).append(one.id)
        elif one.parting is None:
            same += 1
        else:
            where = one.parting
            key = (where.environment, where.flow, where.node, where.before, where.now)
            parted.setdefault(key, []).append(one)
    count = sum(map(len, parted.values()))
    groups = [_group(key, several, same + count) for key, several in parted.items()]
    return Report(
        replayed=same + count,
        same=same,
        parted=count,
        groups=sorted(groups, key=lambda group: (-group.count, group.environment, group.flow, group.node, group.now)),
        untold=sorted(
            (Untold(reason, len(ids), ids[:EXAMPLES]) for reason, ids in untold.items()),
            key=lambda one: (-one.count, one.reason),
        ),
    )


def _group(key: tuple[str, ...], several: list[Replayed], of: int) -> Group:
    partings = [one.parting for one in several if one.parting is not None]
    fates = Counter(_fate(parting) for parting in partings)
    ids = [one.id for one in several]
    environment, flow, node, before, now = key
    return Group(
        environment, flow, node, before, now, len(ids), round(len(ids) / of, 4),
        sum(parting.rejoins for parting in partings), ids[:EXAMPLES],
        [Fate(*fate, count) for fate, count in fates.most_common()],
    )  # fmt: skip  # one line per thought


def _fate(parting: Parting) -> tuple[str, str, str, str]:
    return (*parting.then_before, *parting.then_now)
