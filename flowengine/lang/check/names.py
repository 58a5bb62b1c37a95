"""Names: what a flow may name, gathered from plain documents, since the directory is another room's."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from flowengine.lang.check.graph import spread
from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.check.plain import Palette, met_at_once, naming_in, object_of, texts_of, type_of
from flowengine.lang.check.telling import told_in
from flowengine.lang.check.world import FRONT_DOOR, World, world_of
from flowengine.lang.outcome import Optional
from flowengine.messages import Json


class KnownFlow(Struct, frozen=True):
    """A flow that others may call. `exits` are those it declares, else those by which it returns, itself or in a flow
    in which it goes on; `waits` says that no way leads through it without a wait, `ends` that a dialogue may end in it,
    `notices` that no way leads through it without a notice of the recording. `types`: its variables -> their types;
    `sensitive` are those of them that must not be shown."""

    kind: str
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    exits: tuple[str, ...] = ()
    waits: bool = True
    environment: str = ""
    ends: bool = True
    notices: bool = False
    types: Mapping[str, str] = {}
    sensitive: frozenset[str] = frozenset()


class Names(Struct, frozen=True):
    """What can be named from one environment. `contact_centers`: name -> its skills; `prompts`: name -> its languages
    ("" for a text that is said in any); `told`: prompt -> the variables and attributes that it says; `attributes`:
    name -> type; `languages` are those that every prompt should have; `bindings` are the bound names that have a
    value; `flow` is the flow that is checked ("": not known), `day` that of the check, as 2026-03-02; `levels`:
    contact center -> skill -> the highest that an agent holds, None without users; `offer_s`: contact center ->
    seconds that a call is offered to an agent, where that is said; `disabled`: the contact centers that take nobody."""

    environment: str
    flows: Mapping[str, KnownFlow] = {}
    contact_centers: Mapping[str, frozenset[str]] = {}
    schedules: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    prompts: Mapping[str, frozenset[str]] = {}
    told: Mapping[str, frozenset[str]] = {}
    switches: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = {}
    languages: tuple[str, ...] = ()
    bindings: frozenset[str] = frozenset()
    flow: str = ""
    day: str = ""
    levels: Mapping[str, Mapping[str, int]] | None = None
    offer_s: Mapping[str, float] = {}
    disabled: frozenset[str] = frozenset()
    world: World = World()

    @property
    def key(self) -> str:
        """The flow that is checked, as the world writes it."""
        return f"{self.environment}/{self.flow}"


def names_of(
    environment: str, tenant: Json, folders: Mapping[str, Json], palette: Palette, world: World | None = None
) -> Names:
    """The names that `environment` sees. `tenant` has the form of tenant.json; `folders`: environment ->
    `{"environment": its document, "flows": {name: document}}`, as a release has them. What is malformed is left out:
    other findings speak of it. `world`: as `world_of` gives it, where that was asked before."""
    centers = object_of(tenant, "contact_centers")
    near = {name: folders.get(name, {}) for name in (FRONT_DOOR, environment)}  # the own one is last: it wins
    seen = near.values()
    own = object_of(tenant, "tenant")
    return Names(
        environment=environment,
        flows={
            name: _known(where, flow, object_of(folder, "flows"), palette)
            for where, folder in near.items()
            for name, flow in object_of(folder, "flows").items()
            if isinstance(flow, dict)
        },
        contact_centers={name: frozenset(object_of(center, "skills")) for name, center in centers.items()},
        schedules=frozenset(name for folder in seen for name in object_of(folder, "environment", "schedules")),
        tables=frozenset(name for folder in seen for name in object_of(folder, "environment", "tables")),
        prompts=_prompts(seen),
        told=_told(seen),
        switches=frozenset(object_of(tenant, "switches")),
        attributes=_attributes(own),
        languages=tuple(texts_of(centers.get(environment), "languages") or texts_of(own, "languages")),
        bindings=frozenset(
            name for folder in seen for name, value in object_of(folder, "environment", "bindings").items() if value
        ),
        levels=_levels(tenant),
        offer_s={name: rings for name, center in centers.items() if (rings := _offer_s(center))},
        disabled=frozenset(name for name, center in centers.items() if object_of(center).get("enabled") is False),
        world=world_of(tenant, folders, palette) if world is None else world,
    )


def _prompts(folders: Iterable[Json]) -> dict[str, frozenset[str]]:
    found = [prompt for folder in folders for prompt in object_of(folder, "environment", "prompts").items()]
    return {name: _languages(prompt) for name, prompt in found}


def _told(folders: Iterable[Json]) -> dict[str, frozenset[str]]:
    found = {name: prompt for folder in folders for name, prompt in object_of(folder, "environment", "prompts").items()}
    return {name: told for name, prompt in found.items() if (told := told_in(prompt))}


def _attributes(tenant: Json) -> dict[str, str]:
    found = object_of(tenant, "attributes").items()
    return {name: str(object_of(attribute).get("type", "any")) for name, attribute in found}


def _levels(tenant: Json) -> dict[str, dict[str, int]] | None:
    users = object_of(tenant, "users")
    held: dict[str, dict[str, int]] = {name: {} for name in object_of(tenant, "contact_centers")}
    for user in users.values():
        roles = object_of(user, "roles")
        for center, levels in object_of(user, "memberships").items():
            if "agent" not in [*texts_of(roles, ""), *texts_of(roles, center)] or not isinstance(levels, dict):
                continue
            best = held.setdefault(center, {})
            best |= {skill: max(level, best.get(skill, 0)) for skill, level in levels.items() if type(level) is int}
    return held if users else None


def _offer_s(center: Json) -> float:
    rings = object_of(center, "offer_s").get("voice")
    return rings if isinstance(rings, (int, float)) else 0


def _languages(prompt: Json) -> frozenset[str]:
    return frozenset(object_of(prompt, "by_language")) or frozenset({""})


def _known(environment: str, flow: dict[str, Json], flows: dict[str, Json], palette: Palette) -> KnownFlow:
    chain = [flow]
    for one in chain:  # grows while it is walked
        ahead = (flows.get(name) for _, name in naming_in(one, "next_flow", palette))
        chain += [found for found in ahead if isinstance(found, dict) and found not in chain]
    returned = dict.fromkeys(name for one in chain for _, name in naming_in(one, "exit", palette))
    return KnownFlow(
        kind=str(flow.get("kind", "entry")),
        inputs=frozenset(texts_of(flow, "inputs")),
        outputs=frozenset(texts_of(flow, "outputs")),
        exits=tuple(texts_of(flow, "exits") or returned),
        waits=_always_waits(flow, flows, palette),
        environment=environment,
        ends=_may_end(flow, palette),
        notices=_always_notices(flow, palette),
        types={name: str(item.get("type", "any")) for name, item in _variables(flow).items()},
        sensitive=frozenset(_sensitive(flow, palette)),
    )


def _variables(flow: dict[str, Json]) -> dict[str, dict[str, Json]]:
    return {name: item for name, item in object_of(flow, "variables").items() if isinstance(item, dict)}


def _sensitive(flow: dict[str, Json], palette: Palette) -> Iterator[str]:
    """The variables that are declared so, and those that take an answer which is not shown."""
    yield from (name for name, item in _variables(flow).items() if item.get("sensitive") is True)
    nodes = object_of(flow, "nodes")
    for node, target in naming_in(flow, "target", palette):
        if nodes[node].get("sensitive") is True and target.startswith("vars."):
            yield target.partition(".")[2]


def _may_end(flow: dict[str, Json], palette: Palette) -> bool:
    """Whether the dialogue may end in this flow or beyond it; all that is certain is that a return does not."""
    for node in object_of(flow, "nodes").values():
        node_type = type_of(node, palette)
        known = fields_by_format(node_type.config) if node_type else {}
        if node_type is None or known.keys() & {"flow", "contact_center", "next_flow"}:
            return True
        if "exit" not in known and (not node_type.outcomes or any(isinstance(o, Optional) for o in node_type.outcomes)):
            return True
    return False


def _always_notices(flow: dict[str, Json], palette: Palette) -> bool:
    """Whether every way from start to a return, or into another flow, passes a step that gives notice."""
    nodes, wires = object_of(flow, "nodes"), object_of(flow, "wires")
    leaving = {name for kind in ("exit", "next_flow") for name, _ in naming_in(flow, kind, palette)}

    def ahead(name: str) -> list[str]:
        node_type = type_of(nodes[name], palette)
        field = fields_by_format(node_type.config).get("notice") if node_type else None
        return [] if field and nodes[name].get(field) is True else _known_ones(object_of(wires, name).values(), nodes)

    return not leaving & spread(_known_ones([flow.get("start")], nodes), ahead).keys()


def _known_ones(names: Iterable[Json], nodes: dict[str, Json]) -> list[str]:
    return [name for name in names if isinstance(name, str) and name in nodes]


def _always_waits(flow: dict[str, Json], flows: dict[str, Json], palette: Palette) -> bool:
    """Whether every way from start to return waits somewhere; a flow that this one calls counts as a wait."""
    chain = [flow]
    went: set[str] = set()
    for one in chain:  # grows while it is walked, by the flows in which it goes on without a wait
        at_start = met_at_once(one, palette)
        if any(name in at_start for name, _ in naming_in(one, "exit", palette)):
            return False
        onward = {to for name, to in naming_in(one, "next_flow", palette) if name in at_start} - went
        went |= onward
        chain += [found for found in map(flows.get, sorted(onward)) if isinstance(found, dict)]
    return True
