"""Used by: what names a flow, prompt, schedule, table, binding or contact center, read from the fields of steps."""

import re
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from flowengine.environments.content import Content, draft_content, live_content
from flowengine.environments.tree import environment_document, environment_names, keys_below, read_json
from flowengine.errors import NotFound, RequestRefused
from flowengine.lang.canonical import canonical, content_hash
from flowengine.lang.check.naming import naming, place
from flowengine.lang.check.partial import partial_flow
from flowengine.lang.document import Flow, FlowLoader
from flowengine.lang.expression import Expression
from flowengine.lang.json_path import json_path
from flowengine.lang.reading import Part, prompts, written
from flowengine.messages import Json
from flowengine.switchboard.library import Library
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import FRONT_DOOR, Directory

# The format of a config's field (lang/node_config.py) -> what it names.
KINDS = MappingProxyType(
    {"flow": "flow", "treatment": "flow", "next_flow": "flow", "schedule": "schedule", "table": "table"}
)
PLURALS = MappingProxyType(
    {"flow": "flows", "prompt": "prompts", "schedule": "schedules", "table": "tables", "binding": "bindings"}
)
CENTER = "contact_center"  # of the directory, named from every environment
CENTER_FIELDS = frozenset({CENTER, "may_be"})  # of a step and of all that stands in it, such as its route plan
KEPT = 2_000  # flows
_LOOKUP = re.compile(r"\blookup\(\s*['\"]([a-z][a-z0-9_]{0,63})['\"]")


Read: TypeAlias = Callable[[Library, str], Content]


class Named(Struct, frozen=True):
    """A step (`node`) names the thing `name` at `path` of its flow."""

    kind: str
    name: str
    node: str
    path: str


def names_in(flow: Flow) -> Iterator[Named]:
    """Everything that the steps of a flow name."""
    for wanted, kind in KINDS.items():
        for node, value in naming(flow, wanted):
            yield Named(kind, value, node.id, json_path(place(node, wanted)))
    for node in flow.nodes.values():
        for path, prompt in prompts(node.config):
            if prompt.name:
                yield Named("prompt", prompt.name, node.id, json_path(("nodes", node.id, *path)))
        for path, source in written(node.config):
            for _, name in sorted({read[:2] for read in source.names if read[0] == "bindings" and len(read) > 1}):
                yield Named("binding", name, node.id, json_path(("nodes", node.id, *path)))
            if isinstance(source, Expression) and "lookup" in source.functions:
                for table in _LOOKUP.findall(source.source):
                    yield Named("table", table, node.id, json_path(("nodes", node.id, *path)))
        for path, center in _centers(msgspec.to_builtins(node.config, enc_hook=str), ("nodes", node.id)):
            yield Named(CENTER, center, node.id, json_path(path))


def _centers(value: Json, path: tuple[Part, ...]) -> Iterator[tuple[tuple[Part, ...], str]]:
    """Every contact center that is named in a step's config, at any depth."""
    if isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _centers(item, (*path, index))
    elif isinstance(value, dict):
        for field, item in value.items():
            names = item if isinstance(item, (list, tuple)) else [item]
            if field in CENTER_FIELDS:
                yield from (((*path, field), name) for name in names if isinstance(name, str) and name)
            else:
                yield from _centers(item, (*path, field))


class Naming:
    """The same from documents, kept by their content: most flows of a tenant do not change between two questions."""

    def __init__(self, loader: FlowLoader) -> None:
        self._loader = loader
        self._kept: OrderedDict[str, tuple[Named, ...]] = OrderedDict()

    def names_in(self, document: Json) -> tuple[Named, ...]:
        """What a flow names; of a malformed one, what can be read of it."""
        return self._read(content_hash(canonical(document)), lambda: document)

    def counted(self, board: Switchboard, environment: str, kind: str) -> Counter[str]:
        """Name -> in how many places of drafts a thing of an environment is named; nowhere, what nobody can name."""
        found: Counter[str] = Counter()
        if kind not in PLURALS:
            return found
        for user in environment_names(board) if environment == FRONT_DOOR else [environment]:
            own = environment_document(board.library, user).get(PLURALS[kind]) or {}
            for flow in keys_below(board.library, "draft", user):
                row = board.library.get("draft", f"{user}/{flow}")
                if row is not None:
                    named = self._read(row.hash, partial(read_json, board.library, "draft", row.key, {}))
                    names = (one.name for one in named if one.kind == kind)
                    found.update(name for name in names if user == environment or name not in own)
        return found

    def _read(self, key: str, document_of: Callable[[], Json]) -> tuple[Named, ...]:
        found = self._kept.get(key)
        if found is None:
            document = document_of()
            flow = partial_flow(self._loader, document, self._loader.findings(document))
            found = self._kept[key] = tuple(names_in(flow)) if flow is not None else ()
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return found

    def is_user(self, content: Content) -> bool:
        """Whether a flow of this content names something that its own environment has not."""
        return any(
            named.kind in PLURALS and not _has(content, named.kind, named.name)
            for document in content["flows"].values()
            for named in self.names_in(document)
        )

    def used_by(self, board: Switchboard, environment: str, kind: str, name: str) -> list[dict[str, Json]]:
        """Who uses a thing of an environment, in drafts and in live releases; what is named in the front door counts
        for every environment that has no own one of that name. Raises NotFound if there is no such thing."""
        sides = {"draft": draft_content, "live": live_content}
        if kind == CENTER:
            return self._center_used_by(board, sides, name)
        if kind not in PLURALS:
            raise RequestRefused(f"“{kind}” is none of {', '.join((*PLURALS, CENTER))}.", code="bad_kind")
        homes = {side: of(board.library, environment) for side, of in sides.items()}
        if not any(_has(content, kind, name) for content in homes.values()):
            raise NotFound(f"{environment} has no {kind} “{name}”.")
        found: list[dict[str, Json]] = []
        for user in environment_names(board) if environment == FRONT_DOOR else [environment]:
            for side, of in sides.items():
                content = homes[side] if user == environment else of(board.library, user)
                if user == environment or not _has(content, kind, name):
                    found += ({"in": side, "environment": user, **row} for row in self._rows(content, kind, name))
        return found + list(_in_directory(board.around.directory, environment, kind, name))

    def _center_used_by(self, board: Switchboard, sides: Mapping[str, Read], name: str) -> list[dict[str, Json]]:
        """From wherever calls are handed to it, asked of its queue, or widened to it by a route plan."""
        directory = board.around.directory
        if name not in directory.contact_centers:
            raise NotFound(f"There is no contact center “{name}”.")
        found = [
            {"in": side, "environment": user, **row}
            for user in environment_names(board)
            for side, of in sides.items()
            for row in self._rows(of(board.library, user), CENTER, name)
        ]
        return found + list(_in_directory(directory, name, CENTER, name))

    def _rows(self, content: Content, kind: str, name: str) -> Iterator[dict[str, Json]]:
        if kind == "flow":
            for channel, flow in content["environment"].get("entry", {}).items():
                if flow == name:
                    yield {"flow": "", "node": "", "path": json_path(("entry", channel))}
        for flow, document in content["flows"].items():
            for named in self.names_in(document):
                if (named.kind, named.name) == (kind, name):
                    yield {"flow": flow, "node": named.node, "path": named.path}


def _has(content: Content, kind: str, name: str) -> bool:
    things: Mapping[str, Any] = content["flows"] if kind == "flow" else content["environment"].get(PLURALS[kind], {})
    return name in things


def _in_directory(directory: Directory, environment: str, kind: str, name: str) -> Iterator[dict[str, Json]]:
    """Addresses that lead to a flow, and the contact center whose hours a schedule is; they hold at once."""
    place = {"in": "live", "environment": "", "flow": "", "node": ""}
    center = directory.contact_centers.get(environment)
    if kind == "schedule" and center is not None and center.hours == name:
        yield {**place, "path": json_path(("contact_centers", environment, "hours"))}
    for address, thing in directory.addresses.items() if kind in ("flow", CENTER) else ():
        link = thing.link
        if kind == CENTER:
            if link is not None and link.contact_center == name:
                yield {**place, "path": json_path(("addresses", address, "link", CENTER))}
            continue
        if link is not None and environment == FRONT_DOOR and link.front_door == name:
            yield {**place, "path": json_path(("addresses", address, "link", "front_door"))}
        elif link is not None and (link.contact_center, link.flow) == (environment, name):
            yield {**place, "path": json_path(("addresses", address, "link", "flow"))}
