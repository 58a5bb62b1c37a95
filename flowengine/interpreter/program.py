"""Program: a release compiled once; nodes linked by their wires, expressions already closures, nothing parsed later."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from flowengine.errors import Finding, FlowInvalid
from flowengine.interpreter.fitting import FITTING
from flowengine.interpreter.scope import looks_of
from flowengine.lang.convert import struct_from
from flowengine.lang.document import Flow, FlowLoader
from flowengine.lang.environment import Environment
from flowengine.lang.environment_schema import read_environment
from flowengine.lang.node_type import Context, Fault, NodeType, Resumed, Step
from flowengine.lang.reading import calls, reads, written
from flowengine.lang.schedule import is_zone
from flowengine.lang.sensitive import answered, sensitive_in, sensitive_targets, told_of
from flowengine.lang.upgrade.kinds import ENVIRONMENT
from flowengine.messages import Json


class CompiledNode:
    """One node ready to run. Slots, and linked by reference: this is the inner loop's data.

    `wires`: outcome -> the node it leads to. `ways`: the same, with the trace's fact about leaving by it.
    `looks`: the names that the scope must hold before the node runs (scope.py). `tells` and `takes`: whether it gives
    away, or is answered with, what must not be shown.
    """

    __slots__ = (
        "config", "id", "key", "looks", "memory", "resume", "run", "takes", "tells", "type", "ways", "wires",
        "without_caller",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, key: str, node_id: str, node_type: NodeType, config: Any) -> None:
        self.key = key
        self.id = node_id
        self.type = node_type
        self.config = config
        enter, lower = node_type.enter, node_type.lower
        run: Callable[[Context], Step] = lower(config) if lower else partial(enter, config)
        self.run = partial(_if_it_can, node_type.needs, run) if node_type.needs else run
        self.resume: Callable[[Any, Any, Resumed, Context], Step] = node_type.resume
        self.memory = node_type.memory
        self.without_caller = node_type.without_caller
        self.looks = looks_of(reads(config), calls(config))
        self.takes = self.tells = False
        self.link({})

    def guard(self, masked: frozenset[str]) -> None:
        """Say which targets hold what must not be shown."""
        self.tells = any(told_of(source, masked) for _, source in written(self.config))
        self.takes = not masked.isdisjoint(answered(self.type, self.config))

    def link(self, wires: "dict[str, CompiledNode]") -> None:
        """Say where the outcomes lead."""
        self.wires = wires
        self.ways = {outcome: (("went", self.key, outcome), ahead) for outcome, ahead in wires.items()}

    def remembered(self, memory: Any) -> Any:
        """The node's memory as its struct, whether it comes from this process or from the store."""
        if self.memory is None or isinstance(memory, self.memory):
            return memory
        return msgspec.convert(memory, self.memory)


def _if_it_can(needs: tuple[str, ...], run: Callable[[Context], Step], ctx: Context) -> Step:
    """Run a node whose channel must be capable of something; one that is not is the node's fault."""
    lacking = [need for need in needs if not ctx.can(need)]
    return Fault(f"channel_cannot: the channel has no “{lacking[0]}”") if lacking else run(ctx)


class Place(NamedTuple):
    """Where an assignment puts its value: a declared variable."""

    name: str
    kind: str
    fitting: frozenset[type]
    sensitive: bool


class CompiledFlow:
    """One flow of a release. `places`: target (`vars.account`) -> the variable; `masked`: targets whose value must
    not be shown."""

    __slots__ = (
        "_fresh", "environment", "flow", "keys", "masked", "name", "nodes", "on_error", "on_hangup", "places", "start",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, environment: str, name: str, flow: Flow, masked: Iterable[str] | None = None) -> None:
        """`masked`: the targets that sensitive values reach, if other flows have a say in it."""
        self.environment = environment
        self.name = name
        self.flow = flow
        self.nodes = {
            node.id: CompiledNode(f"{environment}/{name}/{node.id}", node.id, node.type, node.config)
            for node in flow.nodes.values()
        }
        for source, wires in flow.wires.items():
            if source in self.nodes:
                targets = {outcome: self.nodes[to] for outcome, to in wires.items() if to in self.nodes}
                self.nodes[source].link(targets)
        self.start = self.nodes.get(flow.start)
        self.on_error = self.nodes.get(flow.on.error)
        self.on_hangup = self.nodes.get(flow.on.hangup)
        self.keys = {key: self.nodes[to] for key, to in flow.keys.items() if to in self.nodes}
        self.masked = frozenset(sensitive_targets(flow) if masked is None else masked)
        for node in self.nodes.values() if self.masked else ():
            node.guard(self.masked)
        self.places = {
            f"vars.{name}": Place(name, variable.type, FITTING[variable.type], f"vars.{name}" in self.masked)
            for name, variable in flow.variables.items()
        }
        self._fresh = {name: variable.initial() for name, variable in flow.variables.items()}

    def variables(self, inputs: Mapping[str, Json]) -> dict[str, Json]:
        """A fresh frame's variables: each at its start, declared inputs as given."""
        fresh = self._fresh.copy()
        if inputs:
            fresh.update((name, inputs[name]) for name in self.flow.inputs if name in inputs)
        return fresh


class Release(Struct, frozen=True):
    """What a publish froze: the environment document and its flows, as plain JSON. `uses`: another environment -> the
    release of it that was checked against, in which names are looked up that this one lacks."""

    environment: Json
    flows: dict[str, Json]
    format: int = 1
    uses: dict[str, int] = {}


class Program:
    """A compiled release of one environment. `tables`: name -> key -> row."""

    __slots__ = ("environment", "flows", "name", "number", "tables", "uses")

    def __init__(
        self,
        name: str,
        number: int,
        environment: Environment,
        flows: Mapping[str, CompiledFlow],
        uses: Mapping[str, int] | None = None,
    ) -> None:
        self.name = name
        self.number = number
        self.environment = environment
        self.flows = flows
        self.uses = uses or {}
        self.tables = {key: table.index() for key, table in environment.tables.items()}


def compile_release(loader: FlowLoader, name: str, number: int, release: Release) -> Program:
    """Compile every flow of a release. Raises FlowInvalid with all findings, each naming its flow's file."""
    findings: list[Finding] = []
    loaded: dict[str, Flow] = {}
    for flow_name, document in release.flows.items():
        try:
            loaded[flow_name] = loader.load(document)
        except FlowInvalid as fault:
            findings += _filed(fault, f"{name}/{flow_name}/flow.json")
    environment, document = Environment(1), release.environment
    try:
        document = ENVIRONMENT.upgraded(document)
        environment = struct_from(Environment, document)
    except FlowInvalid as fault:
        findings += _filed(fault, f"{name}/environment.json")
    except msgspec.ValidationError:
        findings += _filed(FlowInvalid(read_environment(document)[0]), f"{name}/environment.json")
    for key, schedule in environment.schedules.items():
        if schedule.time_zone and not is_zone(schedule.time_zone):
            text = f"“{schedule.time_zone}” is not a time zone."
            path = f"$.schedules.{key}.time_zone"
            findings.append(
                Finding("unknown_time_zone", "error", path, text, "Use an IANA name.", f"{name}/environment.json")
            )
    if findings:
        raise FlowInvalid(findings)
    masked = sensitive_in(loaded)
    flows = {key: CompiledFlow(name, key, flow, masked[key]) for key, flow in loaded.items()}
    return Program(name, number, environment, flows, release.uses)


def _filed(fault: FlowInvalid, file: str) -> Iterator[Finding]:
    for finding in fault.findings:
        yield msgspec.structs.replace(finding, file=file)
