"""Partial: what can be read of a flow that the schema refuses, so that all its faults are told at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from flowengine.errors import Finding
from flowengine.lang.document import Flow, FlowLoader, Node, On, Variable
from flowengine.lang.json_path import json_path
from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import outcomes_of
from flowengine.messages import Json


class _Unread(NodeConfig, frozen=True):
    pass


# Stands for a step of a type that is not known: it may stand anywhere and be left in any way.
_UNKNOWN = NodeType(
    name="", config=_Unread, outcomes=(), enter=lambda config, ctx: "", title="", purpose="", group="", icon="",
    waits=True, without_caller=True,
)  # fmt: skip  # all of it is nothing


def partial_flow(loader: FlowLoader, document: Json, faults: Sequence[Finding]) -> Flow | None:
    """The flow without what is malformed; a step with a fault has no config (None). None if there are no steps."""
    nodes = _objects(document, "nodes")
    if not nodes:
        return None
    broken = tuple(fault.path for fault in faults)
    return Flow(
        title="",
        kind=_one_of(document, "kind", ("entry", "subflow", "treatment")) or "entry",
        start=_one_of(document, "start", nodes) or str(document.get("start", "")),
        nodes={name: _node(loader, name, node, broken) for name, node in nodes.items()},
        wires={
            name: {outcome: to for outcome, to in wires.items() if isinstance(to, str)}
            for name, wires in _objects(document, "wires").items()
        },
        variables={name: _variable(value) for name, value in _object(document, "variables").items()},
        inputs=_texts(document, "inputs"),
        outputs=_texts(document, "outputs"),
        exits=_texts(document, "exits"),
        on=On(
            **{key: to for key, to in _object(document, "on").items() if key in ("error", "hangup") and _is_text(to)}
        ),
        keys={key: to for key, to in _object(document, "keys").items() if _is_text(to)},
    )


def _node(loader: FlowLoader, name: str, document: dict[str, Json], broken: tuple[str, ...]) -> Node:
    kind = document.get("type")
    node_type = loader.palette.get(kind) if isinstance(kind, str) else None
    place = json_path(["nodes", name])
    if node_type is None or any(path == place or path.startswith((place + ".", place + "[")) for path in broken):
        found = node_type or _UNKNOWN
        return Node(name, found, None, tuple(outcomes_of(found.outcomes, document)))
    return loader.node(name, document)


def _variable(value: Json) -> Variable:
    try:
        return msgspec.convert(value, Variable)
    except msgspec.ValidationError:
        return Variable("any")


def _object(document: Json, key: str) -> dict[str, Json]:
    found = document.get(key) if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def _objects(document: Json, key: str) -> dict[str, dict[str, Json]]:
    return {name: value for name, value in _object(document, key).items() if isinstance(value, dict)}


def _texts(document: Mapping[str, Json], key: str) -> tuple[str, ...]:
    found = document.get(key)
    return tuple(item for item in found if isinstance(item, str)) if isinstance(found, list) else ()


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _one_of(document: Mapping[str, Json], key: str, known: Any) -> str:
    found = document.get(key)
    return found if isinstance(found, str) and found in known else ""
