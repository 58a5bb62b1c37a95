"""Roots: the flows from which walks begin, found by a path, and how callers come to them."""

from collections.abc import Iterator

from flowengine.interpreter.fitting import FITTING
from flowengine.lang.document import Flow
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer import sample
from flowengine.testbench.explorer.ahead import FlowKey
from flowengine.testbench.explorer.constants import Constants
from flowengine.testbench.explorer.plan import Root

MOST_INPUTS = 6  # values of one input
CHANNEL_OF = {"number": "voice", "chat": "chat"}


def roots_of(bench: Bench, constants: Constants, environment: str, flow: str) -> Iterator[Root]:
    """The walks of one flow: one for each kind of address that leads to it, else those that begin with it alone, with
    each value of its inputs that makes a difference."""
    document = bench.releases[environment][1].flows[flow].flow
    if document.kind == "treatment":
        yield Root(environment, flow, {"treatment": flow, "environment": environment}, speaks=False)
        return
    addresses = list(_addresses(bench, environment, flow)) if document.kind == "entry" else []
    for address in addresses:
        yield Root(environment, flow, {"address": address})
    if not addresses:
        start: dict[str, Json] = {"flow": flow, "environment": environment}
        for inputs in _inputs(constants, (environment, flow), document):
            yield Root(environment, flow, {**start, **inputs}, speaks=document.kind == "entry")


def _inputs(constants: Constants, key: FlowKey, document: Flow) -> Iterator[dict[str, Json]]:
    yield {}
    for name in document.inputs:
        fitting = FITTING[document.variables[name].type] if name in document.variables else ()
        default = document.variables[name].initial() if name in document.variables else None
        values = [one for one in sample.around(constants.of(("vars", *key, name))) if type(one) in fitting]
        yield from ({"inputs": {name: value}} for value in values[:MOST_INPUTS] if value != default)


def _addresses(bench: Bench, environment: str, flow: str) -> Iterator[str]:
    """The first address of each kind that leads to this flow."""
    seen: set[str] = set()
    for key, address in bench.directory.addresses.items():
        channel = CHANNEL_OF.get(address.kind)
        if address.link is None or channel is None or channel in seen:
            continue
        place = FRONT_DOOR if address.link.front_door else address.link.contact_center
        program = bench.releases[place][1] if place in bench.releases else None
        named = address.link.front_door or address.link.flow
        leads_to = named or (program.environment.entry.on(channel) if program is not None else "")
        if (place, leads_to) == (environment, flow):
            seen.add(channel)
            yield key
