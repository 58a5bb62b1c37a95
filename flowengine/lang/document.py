"""The flow document as typed values: load it from JSON with every fault reported at once."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.convert import struct_from
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import Leaving, outcomes_of
from flowengine.lang.schema import FlowValidator
from flowengine.lang.upgrade.chain import Chain
from flowengine.lang.upgrade.kinds import FLOW
from flowengine.messages import Json


class Variable(Struct, frozen=True, forbid_unknown_fields=True):
    """A declared variable of a flow. Without `default` it starts as its type's empty value."""

    type: str
    default: Json = None
    sensitive: bool = False

    def initial(self) -> Json:
        """The value that a fresh frame starts with."""
        return _EMPTY[self.type]() if self.default is None and self.type in _EMPTY else self.default


_EMPTY: dict[str, Any] = {"text": str, "number": int, "boolean": bool, "list": list, "object": dict}


class On(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the flow goes when a step fails (`error`) or the caller is gone (`hangup`): node ids, or empty."""

    error: str = ""
    hangup: str = ""


class Node(Struct, frozen=True):
    """One node: its type, its typed config, and the ways out that its config gives it."""

    id: str
    type: NodeType
    config: Any
    leavings: tuple[Leaving, ...]


class Flow(Struct, frozen=True):
    """A flow that passed the schema. `wires`: node id -> outcome -> node id."""

    title: str
    kind: str
    start: str
    nodes: Mapping[str, Node]
    wires: Mapping[str, Mapping[str, str]]
    variables: Mapping[str, Variable]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    exits: tuple[str, ...]
    on: On
    keys: Mapping[str, str] = {}  # key -> node id: valid in every menu that does not use the key itself


class FlowLoader:
    """Loads flow documents for one palette (node type name -> NodeType); made once, used for every document."""

    def __init__(self, palette: Mapping[str, NodeType], formats: Chain = FLOW) -> None:
        self.palette = palette
        self._formats = formats
        self._validator = FlowValidator(palette)

    def current(self, document: Json) -> Json:
        """The document in the format that this version writes. Raises FlowInvalid for one that is newer."""
        return self._formats.upgraded(document)

    def findings(self, document: Json) -> list[Finding]:
        """Every violation of the schema, each with its JSON path; an empty list means that `load` succeeds."""
        return self._read(document)[0]

    def load(self, document: Json) -> Flow:
        """The document as a Flow. Raises FlowInvalid with every violation."""
        found, flow = self.read(document)
        if flow is None:
            raise FlowInvalid(found)
        return flow

    def read(self, document: Json) -> tuple[list[Finding], Flow | None]:
        """Every violation of the schema, and the document as a Flow if there is none."""
        found, configs = self._read(document)
        return found, None if found else self.built(document, configs)

    def _read(self, document: Json) -> tuple[list[Finding], dict[str, Struct]]:
        configs: dict[str, Struct] = {}
        try:
            return list(self._validator.findings(self.current(document), configs)), configs
        except FlowInvalid as fault:
            return fault.findings, {}

    def built(self, document: Json, configs: Mapping[str, Struct] | None = None) -> Flow:
        """A document that `findings` found nothing wrong with, as a Flow; `configs`: what is typed already."""
        known = configs or {}
        document = self.current(document)
        return Flow(
            title=document["title"],
            kind=document.get("kind", "entry"),
            start=document["start"],
            nodes={name: self.node(name, node, known.get(name)) for name, node in document["nodes"].items()},
            wires=document["wires"],
            variables={name: struct_from(Variable, value) for name, value in document.get("variables", {}).items()},
            inputs=tuple(document.get("inputs", ())),
            outputs=tuple(document.get("outputs", ())),
            exits=tuple(document.get("exits", ())),
            on=struct_from(On, document.get("on", {})),
            keys=document.get("keys", {}),
        )

    def node(self, name: str, document: Mapping[str, Json], config: Struct | None = None) -> Node:
        """One node of a document that passed the schema; `config`: as typed already."""
        node_type = self.palette[document["type"]]
        leavings = tuple(outcomes_of(node_type.outcomes, document))
        return Node(name, node_type, config or struct_from(node_type.config, document), leavings)
