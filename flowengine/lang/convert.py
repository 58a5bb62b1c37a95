"""Between JSON and the typed configs of nodes: how expressions, prompts and times are read, and their schemas."""

from typing import Any, TypeVar

import msgspec

from flowengine.lang.expression import Expression, parse_expression
from flowengine.lang.fault import ExpressionInvalid, TemplateInvalid
from flowengine.lang.named_prompt import NamedPrompt, parse_named_prompt
from flowengine.lang.prompt import Prompt, parse_prompt
from flowengine.lang.seconds import Seconds, parse_seconds
from flowengine.lang.shape import SCHEMA, Shape, parse_shape
from flowengine.lang.template import Template, parse_template
from flowengine.lang.url import UrlTemplate, parse_url
from flowengine.messages import Json

_T = TypeVar("_T")
_PARSERS: dict[type, Any] = {
    Expression: parse_expression,
    Template: parse_template,
    Prompt: parse_prompt,
    NamedPrompt: parse_named_prompt,
    Seconds: parse_seconds,
    UrlTemplate: parse_url,
    Shape: parse_shape,
}
_SECONDS = {"type": "number", "exclusiveMinimum": 0, "maximum": 86_400}
LANGUAGE = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_BY_CHANNEL = ("voice", "chat", "message")

# The parts that node schemas refer to. `format` names the reader above and, in the editor, the field that edits it.
DEFINITIONS: dict[str, Json] = {
    "expression": {"type": "string", "format": "expression", "minLength": 1, "maxLength": 1000},
    "template": {"type": "string", "format": "template", "maxLength": 8000},
    "text": {
        "type": ["string", "object"],
        "format": "text",
        "maxLength": 8000,
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {channel: {"$ref": "#/$defs/template"} for channel in _BY_CHANNEL},
    },
    "prompt": {
        "type": ["string", "object"],
        "format": "prompt",
        "maxLength": 8000,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {
            "prompt": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"},
            "by_language": {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": LANGUAGE},
                "additionalProperties": {"$ref": "#/$defs/text"},
            },
        },
    },
    "seconds": {
        "type": ["number", "object"],
        "format": "seconds",
        "exclusiveMinimum": 0,
        "maximum": 86_400,
        "minProperties": 1,
        "additionalProperties": False,
        "properties": dict.fromkeys(_BY_CHANNEL, _SECONDS),
    },
    "url": {"type": "string", "format": "url", "minLength": 1, "maxLength": 8000},
    "shape": {"type": "object", "format": "shape", "$ref": "#/$defs/shape_part"},
    "shape_part": SCHEMA,
}
_NAMES: dict[type, str] = {
    Expression: "expression", Template: "template", Prompt: "prompt", Seconds: "seconds", UrlTemplate: "url",
    Shape: "shape",
}  # fmt: skip  # one line a kind says no more


def decode_special(kind: type, value: Json) -> Any:
    """msgspec's hook for the types above. Raises ValueError for a bad value (msgspec adds the path)."""
    parser = _PARSERS.get(kind)
    if parser is None:
        raise NotImplementedError(kind.__name__)  # how a hook tells msgspec that the type is not one of its own
    return parser(value)


def schema_special(kind: type) -> dict[str, Json]:
    """msgspec's schema hook for the types above."""
    name = _NAMES.get(kind)
    if name is None:
        raise NotImplementedError(kind.__name__)  # how a hook tells msgspec that the type is not one of its own
    return {"$ref": f"#/$defs/{name}"}


def struct_from(kind: type[_T], value: Json) -> _T:
    """JSON that already passed the schema, as a struct. Raises msgspec.ValidationError."""
    return msgspec.convert(value, kind, dec_hook=decode_special)


_READERS: dict[str, Any] = {
    "expression": parse_expression,
    "template": parse_template,
    "text": parse_template,
    "prompt": parse_template,
    "url": parse_url,
    "shape": parse_shape,
}
_LOOKS_LIKE = {"expression": "attributes.topic == 'billing' and hour() < 12"}


def fault_of(format_name: str, value: Json) -> tuple[str, str] | None:
    """Why `value` is not of this format, and the way out; None if it is, or if the schema's `type` speaks of it."""
    if not isinstance(value, dict if format_name == "shape" else str) or format_name not in _READERS:
        return None
    try:
        _READERS[format_name](value)
    except (ExpressionInvalid, TemplateInvalid) as fault:
        hint = f"It looks like this: {_LOOKS_LIKE.get(format_name, 'Welcome {{ caller.name }}.')}"
        return f"{fault.message.rstrip('.')}.", fault.hint or hint
    return None
