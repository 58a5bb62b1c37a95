"""Constants with which flows compare: for each name the values that may make a difference, also to what it becomes."""

from collections.abc import Iterator, Mapping
from typing import Any

from flowengine.interpreter.program import CompiledNode
from flowengine.lang.expression import Expression
from flowengine.lang.reading import written
from flowengine.lang.term import Term
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.ahead import Ahead, FlowKey, Name, naming

MOST_ROWS = 12  # of a table, whose keys are tried
TOGETHER = ("compare", "call", "operate")  # kinds of terms that put their parts together
TARGETS = ("vars", "attributes", "dialogue")


class Constants:
    """Names are qualified: a variable is ("vars", environment, flow, name), everything else is as it is read."""

    def __init__(self, bench: Bench, ahead: Ahead) -> None:
        self._compared: dict[Name, dict[tuple[str, Json], Json]] = {}
        self._becomes: dict[Name, set[Name]] = {}
        self._asked: dict[FlowKey, list[Expression]] = {}
        self._tables = {
            name: list(table.index())[:MOST_ROWS]
            for _, program in bench.releases.values()
            for name, table in program.environment.tables.items()
        }
        for key, flow in ahead.flows.items():
            for node in flow.nodes.values():
                self._read(key, node, ahead)

    def of(self, name: Name) -> list[Json]:
        """What the value of this name is compared with, itself or what becomes of it."""
        found: dict[tuple[str, Json], Json] = {}
        for one in self._onward(name):
            for compared, values in self._compared.items():
                if compared == one or (compared[: len(one)] == one and one[0] == "vars"):
                    found |= values
        return list(found.values())

    def under(self, name: Name) -> dict[Name, list[Json]]:
        """For what lies inside the value of this name: the path there, and what it is compared with."""
        found: dict[Name, list[Json]] = {}
        for one in self._onward(name):
            for compared, values in self._compared.items():
                if len(compared) > len(one) and compared[: len(one)] == one:
                    found.setdefault(compared[len(one) :], []).extend(values.values())
        return found

    def asked_of(self, key: FlowKey, target: str) -> list[Expression]:
        """The expressions of a flow that read this variable or attribute, or what lies inside it."""
        path = tuple(target.split("."))
        return [one for one in self._asked.get(key, ()) if any(name[: len(path)] == path for name in one.names)]

    def sources(self, name: Name) -> set[Name]:
        """The names from whose values this one is made."""
        return {one for one in self._becomes if name in self._onward(one)} | {name}

    def _onward(self, name: Name) -> list[Name]:
        ahead = [name]
        for one in ahead:  # grows while it is walked
            ahead += [to for to in self._becomes.get(one, ()) if to not in ahead]
        return ahead

    def _read(self, key: FlowKey, node: CompiledNode, ahead: Ahead) -> None:
        config = node.config
        for path, source in written(config):
            if not isinstance(source, Expression):
                continue
            self._asked.setdefault(key, []).append(source)
            for name, value in compared_in(source.term):
                self._note(qualified(name, key), value)
            names = [qualified(name, key) for name in source.names]
            last = path[-1]
            if isinstance(last, str) and last.split(".")[0] in TARGETS and "." in last:
                self._lead(names, qualified(tuple(last.split(".")), key))
            elif "inputs" in path[:1] and isinstance(last, str):
                for called in ahead.called(key, node):
                    self._lead(names, ("vars", *called, last))
            for _, table in naming(node, ("table",)) if path == ("key",) else ():
                for row in self._tables.get(table, ()):
                    for name in names:
                        self._note(name, row)
        outputs: Mapping[str, str] = getattr(config, "outputs", None) or {}
        for target, output in outputs.items() if isinstance(outputs, dict) else ():
            for called in ahead.called(key, node):
                self._lead([("vars", *called, output)], qualified(tuple(target.split(".")), key))

    def _note(self, name: Name, value: Json) -> None:
        self._compared.setdefault(name, {})[type(value).__name__, value] = value

    def _lead(self, names: list[Name], target: Name) -> None:
        for name in names:
            self._becomes.setdefault(name, set()).add(target)


def qualified(name: Name, key: FlowKey) -> Name:
    """The name of a variable, told apart from those of other flows."""
    return ("vars", *key, *name[1:]) if name[0] == "vars" else name


def compared_in(term: Term) -> Iterator[tuple[Name, Json]]:
    """(name, constant) wherever a part of an expression puts the two together: compared, or given to one function; what
    is asked for by itself is compared with yes."""
    if term.kind == "read":
        yield term.value, True
    if term.kind in TOGETHER:
        values = [value for part in term.parts for value in _constants(part)]
        yield from ((name, value) for part in term.parts for name in _names(part) for value in values)
    for part in term.parts:
        if part.kind != "read" or term.kind not in TOGETHER:
            yield from compared_in(part)


def _constants(term: Term) -> Iterator[Any]:
    if term.kind == "constant":
        yield term.value[1]
    elif term.kind == "list":
        for part in term.parts:
            yield from _constants(part)


def _names(term: Term) -> Iterator[Name]:
    if term.kind == "read":
        yield term.value
    elif term.kind == "call" and term.value[1] in ("hour", "weekday", "date", "minutes_since") and not term.parts:
        yield ("now",)
    for part in term.parts:
        yield from _names(part)
