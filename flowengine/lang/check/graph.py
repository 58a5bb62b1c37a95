"""Graph: the walks over steps and wires that the checks share, each linear in steps plus wires."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from flowengine.lang.check.found import LONGEST_WAY

Ahead = Callable[[str], Iterable[str]]


def spread(beginnings: Iterable[str], ahead: Ahead) -> dict[str, str]:
    """Everything that can be reached, with what it is first reached from ("" for a beginning); ways are shortest."""
    found = dict.fromkeys(beginnings, "")
    queue = deque(found)
    while queue:
        name = queue.popleft()
        for target in ahead(name):
            if target not in found:
                found[target] = name
                queue.append(target)
    return found


def turned(edges: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The same edges the other way round."""
    found: dict[str, list[str]] = {}
    for name, targets in edges.items():
        for target in targets:
            found.setdefault(target, []).append(name)
    return found


def strong_groups(edges: Mapping[str, list[str]]) -> list[set[str]]:
    """The strongly connected components: Tarjan's, without recursion. Every target is a key too."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_names: list[str] = []
    is_open: set[str] = set()
    groups: list[set[str]] = []
    for root in edges:
        if root in order:
            continue
        ways: list[tuple[str, Iterator[str]]] = []
        following = root
        while following or ways:
            if following:
                order[following] = low[following] = len(order)
                open_names.append(following)
                is_open.add(following)
                ways.append((following, iter(edges[following])))
            name, targets = ways[-1]
            following = ""
            for target in targets:
                if target not in order:
                    following = target
                    break
                if target in is_open:
                    low[name] = min(low[name], order[target])
            if following:
                continue
            ways.pop()
            if ways:
                low[ways[-1][0]] = min(low[ways[-1][0]], low[name])
            if low[name] == order[name]:
                group = set()
                while name not in group:
                    group.add(open_names.pop())
                is_open -= group
                groups.append(group)
    return groups


def rounds(edges: Mapping[str, list[str]]) -> list[set[str]]:
    """The groups in which one can go round: more than one member, or one that leads to itself."""
    return [group for group in strong_groups(edges) if len(group) > 1 or any(name in edges[name] for name in group)]


def round_from(first: str, group: set[str], edges: Mapping[str, list[str]]) -> tuple[str, ...]:
    """A shortest way from `first` back to it inside `group`, shown as far as a way is shown."""
    before = spread([first], lambda name: (target for target in edges[name] if target in group))
    last = next(name for name in before if first in edges[name])
    way = [first]
    while last != first:
        way.append(last)
        last = before[last]
    shown = (first, *reversed(way[1:]), first)
    return shown if len(shown) <= LONGEST_WAY else (*shown[:LONGEST_WAY], "…")
