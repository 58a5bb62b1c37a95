"""The ways out of a queue that can happen: a way that nothing can take is nobody's to test."""

from collections.abc import Iterator

from msgspec import Struct

from flowengine.interpreter.program import CompiledFlow, CompiledNode
from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.node_config import NodeConfig
from flowengine.nodes.enqueue import Enqueue
from flowengine.nodes.leave_queue import LeaveQueue
from flowengine.nodes.palette import PALETTE
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.bench import Bench

MOST_GIVEN = 1_000  # who can be given to wait before a caller
RUNS = ("flow", "next_flow")  # formats of fields that name what a step runs


def can_happen(bench: Bench, environment: str, config: NodeConfig, outcome: str) -> bool:
    """Whether a step can be left so. Only of queues more is known than the step itself says."""
    if not isinstance(config, Enqueue):
        return True
    if outcome == "left":
        return any(map(_leaves, _played(bench, environment, config.while_waiting)))
    return outcome != "queue_full" or _limit(bench, environment, config) <= MOST_GIVEN


def _leaves(node: CompiledNode) -> bool:
    """Whether a step of what is played may step out of the queue; of steps of other packages nobody knows."""
    return isinstance(node.config, LeaveQueue) or node.type.name not in PALETTE


def _played(bench: Bench, environment: str, treatment: str) -> Iterator[CompiledNode]:
    """The steps of a treatment and of all the flows that it runs."""
    names = [treatment] if treatment else []
    for name in names:  # grows while it is walked
        flow = _flow(bench, environment, name)
        for node in flow.nodes.values() if flow is not None else ():
            yield node
            kind_of_config: type[Struct] = type(node.config)
            fields = fields_by_format(kind_of_config)
            runs = [str(getattr(node.config, fields[kind])) for kind in RUNS if kind in fields]
            names += [run for run in runs if run and run not in names]


def _flow(bench: Bench, environment: str, name: str) -> CompiledFlow | None:
    """A flow by the name that it has for an environment: its own, else the front door's."""
    places = (bench.releases[place][1].flows for place in (environment, FRONT_DOOR) if place in bench.releases)
    return next((flows[name] for flows in places if name in flows), None)


def _limit(bench: Bench, environment: str, config: Enqueue) -> int:
    """With how many in the line it is full, at least."""
    known = bench.directory.contact_centers
    named = config.may_be if config.chosen_by is not None else (config.contact_center or environment,)
    centers = [known[name] for name in named if name in known] or list(known.values())
    limits = [center.max_waiting for center in centers if center.max_waiting is not None]
    return min([config.max_waiting, *limits])
