"""What must hold of a node type that another package brings; the first thing that does not, in words."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from flowengine.lang.convert import struct_from
from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import NodeType, never_resumed
from flowengine.lang.outcome import Optional, Selector, outcomes_of
from flowengine.lang.schema import ID, KINDS, OUTCOME, node_schema, validator

GROUPS = ("Speak", "Ask", "Decide", "Route", "Data", "End")
CAPABILITIES = (
    "keys", "speech", "text", "buttons", "audio", "record", "hold", "transfer", "whisper", "files", "gathers", "turn",
)  # fmt: skip  # one line reads as the list of words that it is
# A known drawing by its name, or the `d` of one path on a grid of 24 by 24: numbers and letters, never markup.
ICON = re.compile(r"[a-z][a-z0-9_]{0,63}|path:[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.+-]{1,2000}")
_PATH = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\[\])?(\.[A-Za-z_][A-Za-z0-9_]*(\[\])?)*")


def first_fault(node: object) -> str:
    """Goes on after “its entry point “x” …”; "" if all is well."""
    if not isinstance(node, NodeType):
        return f"is not a NodeType but of type {type(node).__name__}"
    for examine in (_words, _config, _outcomes, _behaviour, _example):
        for fault in examine(node):
            return f"brings the node type “{node.name}”, {fault}"
    return ""


# Below, `node` is Any: nobody has checked a stranger's fields yet, and msgspec does not when they are set.


def _words(node: Any) -> Iterator[str]:
    if not (isinstance(node.name, str) and re.fullmatch(ID, node.name)):
        yield "which is no name: small letters, digits and _, a letter first, at most 64"
    for field in ("title", "purpose"):
        if not isinstance(getattr(node, field), str) or not getattr(node, field).strip():
            yield f"which has no {field}"
    if node.group not in GROUPS:
        yield f"whose group “{node.group}” is none of {', '.join(GROUPS)}"
    if not isinstance(node.icon, str) or not ICON.fullmatch(node.icon):
        yield "whose icon is neither a name nor “path:” with the d of one SVG path (at most 2,000 characters)"
    if type(node.version) is not int or node.version < 1:
        yield "whose version is not a whole number from 1 on"
    yield from _strangers("kinds", node.kinds, KINDS)
    yield from _strangers("needs", node.needs, CAPABILITIES)
    if not node.kinds:
        yield "which may stand in no kind of flow"


def _strangers(field: str, words: Any, known: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(words, tuple):
        yield f"whose {field} are not a tuple"
        return
    for word in words:
        if word not in known:
            yield f"whose {field} name “{word}”, which is none of {', '.join(known)}"


def _config(node: Any) -> Iterator[str]:
    if not (isinstance(node.config, type) and issubclass(node.config, NodeConfig)):
        yield "whose config is not a subclass of NodeConfig"
        return
    settings = node.config.__struct_config__
    if settings.tag != node.name or settings.tag_field not in (None, "type"):
        yield f"whose config must be declared with tag=“{node.name}”"
    if not (settings.frozen and settings.forbid_unknown_fields):
        yield "whose config must be declared with frozen=True and forbid_unknown_fields=True"
    try:
        validator(node_schema(node)).check_schema(node_schema(node))
    except Exception as fault:  # noqa: BLE001  msgspec raises several kinds for types that have no schema
        yield f"whose config has no JSON Schema ({_line(fault)})"
        return
    fields = node.config.__struct_fields__
    unknown = [name for name in node.summary if name not in fields]
    if unknown or len(node.summary) > 2:
        yield f"whose summary must be at most two of its fields ({', '.join(fields)})"
    for word in ("shows", "gives"):
        if not set(getattr(node, word)) <= set(fields):
            yield f"whose {word} must name its fields ({', '.join(fields)})"


def _line(fault: Exception) -> str:
    return " ".join(f"{fault}".split())[:300].rstrip(".")


def _outcomes(node: Any) -> Iterator[str]:
    if not isinstance(node.outcomes, tuple):
        yield "whose outcomes are not a tuple"
        return
    for outcome in node.outcomes:
        if isinstance(outcome, Selector):
            if outcome.of not in ("keys", "values") or not _PATH.fullmatch(outcome.path):
                yield f"whose outcomes select by “{outcome.path}”, which is no path such as choices or cases[].outcome"
            continue
        name = outcome.name if isinstance(outcome, Optional) else outcome
        if not isinstance(name, str) or not re.fullmatch(OUTCOME, name):
            yield f"whose outcome “{name}” is no name: small letters, digits, _, * and #, at most 64"


def _behaviour(node: Any) -> Iterator[str]:
    for name in ("enter", "resume", "lower"):
        function = getattr(node, name)
        if not callable(function) and not (name == "lower" and function is None):
            yield f"whose {name} is not a function"
    if node.waits and node.resume is never_resumed:
        yield "which waits and has no resume"
    memory = node.memory
    if memory is not None and not (
        isinstance(memory, type) and issubclass(memory, Struct) and memory.__struct_config__.frozen
    ):
        yield "whose memory is not a frozen msgspec.Struct"


def _example(node: Any) -> Iterator[str]:
    if not node.example:  # the editor then adds the step empty
        return
    for fault in validator(node_schema(node)).iter_errors(dict(node.example)):
        yield f"whose example is not valid ({fault.message[:200].rstrip('.')})"
    try:
        struct_from(node.config, dict(node.example))
    except (msgspec.ValidationError, ValueError) as fault:
        yield f"whose example is not valid ({_line(fault)})"
    names = {leaving.name for leaving in outcomes_of(node.outcomes, dict(node.example))}
    strange = [name for name in (*(node.at_once or ()), *node.bounded, *node.sets_by) if name not in names]
    if strange:
        yield f"whose at_once, bounded or sets_by name “{strange[0]}”, which its example is not left by"
