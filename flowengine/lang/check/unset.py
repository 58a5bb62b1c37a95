"""Unset: a variable that begins with nothing has its value before it is read, whatever way leads there."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.check.found import LONGEST_WAY, warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import fields_by_format, named, naming, place
from flowengine.lang.document import Flow, Node
from flowengine.lang.reading import Part, written
from flowengine.lang.sensitive import TARGETS

Bits = int  # a set of variables: one bit for each that is watched
Read = tuple[str, tuple[Part, ...]]  # a variable, and where in the step it is read
MOST_ROUNDS = 64  # a step is looked at again for each set of variables that comes later, but no more often than this


class _Spread(Struct, frozen=True):
    """Which variables may come to a step as they left another. `arrived`: step -> (variables, from which step)."""

    bits: Mapping[str, Bits]
    arrived: Mapping[str, list[tuple[Bits, str]]]

    def way(self, node: str, bit: Bits) -> tuple[str, ...]:
        """The steps from the start to `node` by which the variable came."""
        way = []
        while node:
            way.append(node)
            node = next(before for bits, before in self.arrived[node] if bits & bit)
        return tuple(reversed(way)) if len(way) <= LONGEST_WAY else ("…", *reversed(way[:LONGEST_WAY]))


def unset(flow: Flow, names: Names) -> Iterator[Finding]:
    """Variables without a default that are no input: the counter-example is a way on which nothing has set it. What
    runs after an error or a hang-up is left out: it must cope with whatever there is."""
    watched = _watched(flow)
    if not watched:
        return
    empty = _never_set(flow, watched)
    for node in flow.nodes.values():
        here = empty.bits.get(node.id, 0)
        told: set[str] = set()
        for name, at in _reads(node) if here else ():
            if here & watched.get(name, 0) and name not in told:
                told.add(name)
                yield _told(node, name, at, empty.way(node.id, watched[name]))


def outputs(flow: Flow, names: Names) -> Iterator[Finding]:
    """An output is set on each way by which the flow returns by the same exit, or on none; and somewhere at all."""
    watched = {name: bit for name, bit in _watched(flow).items() if name in flow.outputs}
    if not watched:
        return
    known = {name for node in flow.nodes.values() for name in _targets(node)}
    for index, name in enumerate(flow.outputs):
        if name in watched and name not in known and all(node.config is not None for node in flow.nodes.values()):
            text = f"Nothing in this flow ever sets the output {name}."
            yield warning("output_not_set", ("outputs", index), text, "Set it, give it a default, or leave it out.")
    empty, filled = _never_set(flow, watched), _once_set(flow, watched)
    given: dict[str, Bits] = {}  # exit -> the outputs that some way to it sets
    for node, exit_name in naming(flow, "exit"):
        given[exit_name] = given.get(exit_name, 0) | filled.bits.get(node.id, 0)
    for node, exit_name in naming(flow, "exit"):
        for name, bit in watched.items():
            if empty.bits.get(node.id, 0) & given[exit_name] & bit:
                way = empty.way(node.id, bit)
                text = f"On the way {_shown(way)} nothing has set the output {name}; on others to “{exit_name}” it is."
                hint = "Set it on this way too, give it a default, or return by an exit of its own."
                yield warning("output_not_set", place(node, "exit"), text, hint, way)


def _told(node: Node, name: str, at: tuple[Part, ...], way: tuple[str, ...]) -> Finding:
    text = f"{name} is read here, and on the way {_shown(way)} nothing has set it."
    hint = "Set it before, or give it a default: without one it begins empty."
    return warning("read_before_set", ("nodes", node.id, *at), text, hint, way)


def _shown(way: tuple[str, ...]) -> str:
    return " → ".join(way[-6:])


def _watched(flow: Flow) -> dict[str, Bits]:
    names = [name for name, variable in flow.variables.items() if variable.default is None and name not in flow.inputs]
    return {name: 1 << at for at, name in enumerate(names)}


def _reads(node: Node) -> Iterator[Read]:
    """What the step reads before it has set it itself: assignments are made in order, and some words come last."""
    own = set(_targets(node))
    late = fields_by_format(node.type.config).get("targets") if node.config is not None else None
    for field in node.config.__struct_fields__ if isinstance(node.config, Struct) else ():
        value = getattr(node.config, field)
        if field == late:
            yield from _in_order(field, value)
        else:
            known = own if field in node.type.reads_after else ()
            yield from (read for read in _read_in(value, (field,)) if read[0] not in known)


def _in_order(field: str, given: Any) -> Iterator[Read]:
    done: set[str] = set()
    for target, source in given.items() if isinstance(given, Mapping) else ():
        yield from (read for read in _read_in(source, (field, target)) if read[0] not in done)
        done |= set(_variables([target]))


def _read_in(value: Any, at: tuple[Part, ...]) -> Iterator[Read]:
    for path, source in written(value, at):
        for read in sorted(source.names):
            if len(read) > 1 and read[0] == "vars":
                yield read[1], path


def _targets(node: Node) -> Iterator[str]:
    """The variables that a step may set."""
    yield from _variables(target for kind in TARGETS if (target := named(node, kind)))
    yield from _variables(target for kind in ("targets", "outputs") for target in named(node, kind) or ())


def _variables(targets: Iterable[str]) -> Iterator[str]:
    yield from (target.partition(".")[2] for target in targets if target.startswith("vars."))


def _never_set(flow: Flow, watched: Mapping[str, Bits]) -> _Spread:
    """Step -> the variables that some way there has not set."""
    every = sum(watched.values())
    sets = _sets(flow, watched)
    return _spread(flow, {flow.start: every}, lambda node, outcome, bits: bits & ~sets.get((node, outcome), 0))


def _once_set(flow: Flow, watched: Mapping[str, Bits]) -> _Spread:
    """Step -> the variables that some way there has set."""
    sets = _sets(flow, watched)
    return _spread(flow, {flow.start: 0}, lambda node, outcome, bits: bits | sets.get((node, outcome), 0))


def _sets(flow: Flow, watched: Mapping[str, Bits]) -> dict[tuple[str, str], Bits]:
    """(step, outcome) -> the variables that are certainly set when it is left so."""
    found: dict[tuple[str, str], Bits] = {}
    for node in flow.nodes.values():
        bits = 0
        for name in _targets(node):
            bits |= watched.get(name, 0)
        by = node.type.sets_by
        for leaving in node.leavings if bits else ():
            if leaving.name in by if by else leaving.name != "error":
                found[node.id, leaving.name] = bits
    return found


def _spread(flow: Flow, begins: Mapping[str, Bits], passed: Callable[[str, str, Bits], Bits]) -> _Spread:
    """What comes to each step along the wires; only what is new there is passed on."""
    bits = {name: some for name, some in begins.items() if name in flow.nodes}
    arrived = {name: [(some, "")] for name, some in bits.items()}
    fresh = dict(bits)
    ahead = deque(bits)
    left = MOST_ROUNDS * len(flow.nodes)
    while ahead and left:  # INVARIANT: linear in steps plus wires; guarded by test_unset's large flows
        left -= 1
        name = ahead.popleft()
        coming = fresh.pop(name)
        for outcome, target in flow.wires.get(name, {}).items():
            some = passed(name, outcome, coming)
            new = some & ~bits.get(target, 0)
            if target not in flow.nodes or (not new and target in bits):
                continue
            bits[target] = bits.get(target, 0) | new
            arrived.setdefault(target, []).append((new, name))
            if target not in fresh:
                ahead.append(target)
            fresh[target] = fresh.get(target, 0) | new
    return _Spread(bits, arrived)
