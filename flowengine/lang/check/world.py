"""World: which flow of a tenant leads to which, through all its environments, and by which channels callers come."""

from collections.abc import Iterator, Mapping
from functools import cache, partial

from msgspec import Struct

from flowengine.lang.capability import CHANNEL_OF_ADDRESS
from flowengine.lang.check.graph import spread, turned
from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.check.plain import Palette, met_at_once, object_of, type_of
from flowengine.messages import Json

FRONT_DOOR = "front_door"
CHANNELS = ("voice", "chat", "message")
ALL = frozenset(CHANNELS)
LEADS = ("flow", "treatment", "next_flow", "contact_center")  # formats of fields that name what runs next


class Onward(Struct, frozen=True):
    """One step that leads to another flow, `to`, on these channels; `at_once`: a caller may come from start to it
    without a wait."""

    node: str
    to: str
    channels: frozenset[str]
    at_once: bool


class World(Struct, frozen=True):
    """Flows are written `environment/flow`. `entries`: contact center -> flow by which it is entered -> the channels;
    `channels`: flow -> the channels of the addresses from which callers get there; `direct`: flows to which an address
    leads; `environments`: environment -> its flows."""

    environments: Mapping[str, frozenset[str]] = {}
    entries: Mapping[str, Mapping[str, frozenset[str]]] = {}
    onward: Mapping[str, tuple[Onward, ...]] = {}
    channels: Mapping[str, frozenset[str]] = {}
    direct: frozenset[str] = frozenset()

    def targets(self, environment: str, kind: str, name: str) -> Mapping[str, frozenset[str]]:
        """The flows that are meant by this name in a field of this format, with the channels."""
        if kind == "contact_center":
            return self.entries.get(name, {})
        places = (environment,) if kind == "next_flow" else (environment, FRONT_DOOR)
        return {f"{one}/{name}": ALL for one in [one for one in places if name in self.environments.get(one, ())][:1]}

    def leading_to(self, key: str) -> list[str]:
        """Every flow from which a way leads to this one, however far."""
        backwards = turned({name: [lead.to for lead in leads] for name, leads in self.onward.items()})
        return list(spread(backwards.get(key, ()), lambda name: backwards.get(name, ())))


def world_of(tenant: Json, folders: Mapping[str, Json], palette: Palette) -> World:
    """Documents as `names_of` takes them."""
    flows = {
        f"{name}/{flow}": document
        for name, folder in folders.items()
        for flow, document in object_of(folder, "flows").items()
        if isinstance(document, dict)
    }
    world = World(
        environments={name: frozenset(known) for name, known in _by_environment(flows).items()},
        entries={
            name: _entries(name, object_of(folder, "environment", "entry"))
            for name, folder in folders.items()
            if name != FRONT_DOOR and object_of(folder, "environment", "entry")
        },
    )
    onward = {key: tuple(_leads(key, document, world, palette)) for key, document in flows.items()}
    arrivals = dict(_arrivals(tenant, folders))
    channels: dict[str, set[str]] = {}
    for channel in CHANNELS:
        begin = [flow for flow, known in arrivals.items() if channel in known]
        for flow in spread(begin, partial(_ahead, onward, channel)):
            channels.setdefault(flow, set()).add(channel)
    return World(
        world.environments,
        world.entries,
        {key: leads for key, leads in onward.items() if leads},
        {flow: frozenset(found) for flow, found in channels.items()},
        frozenset(arrivals),
    )


def _entries(name: str, entry: Mapping[str, Json]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for channel in CHANNELS:
        flow = entry.get(channel) or entry.get("default")
        if isinstance(flow, str) and flow:
            found.setdefault(f"{name}/{flow}", set()).add(channel)
    return {flow: frozenset(channels) for flow, channels in found.items()}


def _ahead(onward: Mapping[str, tuple[Onward, ...]], channel: str, key: str) -> list[str]:
    return [lead.to for lead in onward.get(key, ()) if channel in lead.channels]


def _by_environment(flows: Mapping[str, Json]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in flows:
        environment, _, flow = key.partition("/")
        found.setdefault(environment, set()).add(flow)
    return found


def _leads(key: str, flow: dict[str, Json], world: World, palette: Palette) -> Iterator[Onward]:
    met: set[str] | None = None
    for node, kind, name in _named(flow, palette):
        targets = world.targets(key.partition("/")[0], kind, name)
        if targets and met is None:
            met = met_at_once(flow, palette)
        # A treatment runs in a queue: there somebody waits.
        now = kind != "treatment" and met is not None and node in met
        yield from (Onward(node, to, targets[to], now) for to in sorted(targets))


def _named(flow: dict[str, Json], palette: Palette) -> Iterator[tuple[str, str, str]]:
    """Each step that leads to another flow, with the format of its field and the name in it; of a contact center that
    an expression gives, each that it may give."""
    for name, node in object_of(flow, "nodes").items():
        node_type = type_of(node, palette)
        for kind, field in _leading(node_type.config) if node_type else ():
            given = node.get(field)
            for one in given if isinstance(given, list) else [given]:
                if isinstance(one, str) and one:
                    yield name, kind, one


@cache
def _leading(config: type[Struct]) -> tuple[tuple[str, str], ...]:
    """(format, field) of the fields that name what runs next. Where a queue is named, nothing runs."""
    known = fields_by_format(config)
    several = [("contact_center", known["may_be"])] if {"may_be", "contact_center"} <= known.keys() else []
    return (*((kind, known[kind]) for kind in LEADS if kind in known), *several)


def _arrivals(tenant: Json, folders: Mapping[str, Json]) -> Iterator[tuple[str, set[str]]]:
    found: dict[str, set[str]] = {}
    for address in object_of(tenant, "addresses").values():
        link, kind = object_of(address, "link"), object_of(address).get("kind")
        channel = CHANNEL_OF_ADDRESS.get(kind) if isinstance(kind, str) else None
        environment = link.get("contact_center") or (FRONT_DOOR if link.get("front_door") else "")
        if not channel or not isinstance(environment, str) or not environment:
            continue
        entry = object_of(folders.get(environment), "environment", "entry")
        flow = link.get("flow") or link.get("front_door") or entry.get(channel) or entry.get("default")
        if isinstance(flow, str) and flow:
            found.setdefault(f"{environment}/{flow}", set()).add(channel)
    yield from found.items()
