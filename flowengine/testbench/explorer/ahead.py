"""What may still be read: for each step of each flow the names that matter from there on, through called flows too."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from flowengine.interpreter.program import CompiledFlow, CompiledNode
from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.reading import calls, reads
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.bench import Bench

Name = tuple[str, ...]  # ("vars", "born"), ("caller", "language"), ("schedule", "office"), ("contact_center", "desk")
FlowKey = tuple[str, str]
CALLED = ("flow", "treatment", "next_flow", "contact_center", "may_be")  # formats of fields that name what runs next
OUTSIDE = ("schedule", "contact_center", "may_be", "table")
CHANNELS = ("voice", "chat")


def naming(node: CompiledNode, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(format, name) of what a step names in fields of these formats."""
    kind_of_config: type[Struct] = type(node.config)
    fields = fields_by_format(kind_of_config)
    for kind in kinds:
        value = getattr(node.config, fields[kind]) if kind in fields else None
        for name in (value,) if isinstance(value, str) else value or ():
            if isinstance(name, str) and name:
                yield kind, name


class Ahead:
    """One tenant. `flows`: every flow by (environment, name)."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self.flows: dict[FlowKey, CompiledFlow] = {
            (name, flow.name): flow for name, (_, program) in bench.releases.items() for flow in program.flows.values()
        }
        self._said = frozenset(name for _, program in bench.releases.values() for name in _prompt_names(program))
        own = {
            key: _lasting(name for node in flow.nodes.values() for name in _own(node))
            for key, flow in self.flows.items()
        }
        self._whole = self._with_called(own)
        self._from: dict[FlowKey, Mapping[str, frozenset[Name]]] = {}

    def called(self, key: FlowKey, node: CompiledNode) -> Iterator[FlowKey]:
        """The flows that a step runs."""
        environment, _ = key
        for kind, name in naming(node, CALLED):
            if kind in ("contact_center", "may_be"):
                found = self._bench.releases.get(name)
                entry = found[1].environment.entry if found else None
                wanted = [(name, entry.on(channel)) for channel in CHANNELS] if entry else []
            else:
                wanted = [(environment, name), *([(FRONT_DOOR, name)] if kind != "next_flow" else [])]
                wanted = [one for one in wanted if one in self.flows][:1]
            yield from (one for one in dict.fromkeys(wanted) if one in self.flows)

    def reached_from(self, key: FlowKey) -> set[FlowKey]:
        """The flow and all that it runs, however far."""
        found = [key]
        for one in found:  # grows while it is walked
            flow = self.flows.get(one)
            nodes = flow.nodes.values() if flow is not None else ()
            found += [to for node in nodes for to in self.called(one, node) if to not in found]
        return set(found)

    def names(self, key: FlowKey, node: str) -> frozenset[Name]:
        """Everything that may be read when the flow is at this step, or later."""
        if key not in self.flows:
            return self._said
        if key not in self._from:
            self._from[key] = self._by_node(key)
        return self._from[key].get(node, self._said)

    def _by_node(self, key: FlowKey) -> dict[str, frozenset[Name]]:
        flow = self.flows[key]
        always = [node.id for node in (flow.on_error, flow.on_hangup, *flow.keys.values()) if node is not None]
        mine = {
            node.id: frozenset(_own(node)).union(*(self._whole[one] for one in self.called(key, node)))
            for node in flow.nodes.values()
        }
        found = {}
        for node in flow.nodes:
            ahead = list(dict.fromkeys([node, *always]))
            for one in ahead:  # grows while it is walked
                ahead += [to.id for to in flow.nodes[one].wires.values() if to.id not in ahead]
            found[node] = self._said.union(*(mine[one] for one in dict.fromkeys(ahead)))
        return found

    def _with_called(self, own: dict[FlowKey, frozenset[Name]]) -> dict[FlowKey, frozenset[Name]]:
        """Each flow's names with those of all that it calls, however far."""
        calls_of = {
            key: {one for node in flow.nodes.values() for one in self.called(key, node)}
            for key, flow in self.flows.items()
        }
        found = dict(own)
        changed = True
        while changed:
            changed = False
            for key, called in calls_of.items():
                more = found[key].union(*(found[one] for one in called))
                if more != found[key]:
                    found[key], changed = more, True
        return found


def _own(node: CompiledNode) -> Iterator[Name]:
    yield from reads(node.config)
    if {"hour", "weekday", "date", "minutes_since"} & set(calls(node.config)):
        yield ("now",)
    for kind, name in naming(node, OUTSIDE):
        yield "contact_center" if kind == "may_be" else kind, name


def _lasting(names: Iterable[Name]) -> frozenset[Name]:
    """What is read of the dialogue and the world: a flow's variables are its own."""
    return frozenset(name for name in names if name[0] != "vars")


def _prompt_names(program: Any) -> Iterator[Name]:
    for prompt in program.environment.prompts.values():
        yield from (name for _, template in prompt.templates() for name in template.names if name[0] != "vars")
