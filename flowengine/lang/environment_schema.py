"""The JSON Schema 2020-12 of environment.json, generated from its types; reports every violation with its path."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.errors import Finding
from flowengine.lang import meaning
from flowengine.lang.accept import Accepts, acceptor
from flowengine.lang.convert import DEFINITIONS, schema_special, struct_from
from flowengine.lang.environment import Environment
from flowengine.lang.named_prompt import About, NamedPrompt
from flowengine.lang.schema import DIALECT, FORMATS, validator, violations
from flowengine.messages import Json

if TYPE_CHECKING:  # loaded when something is wrong, see schema.py
    from jsonschema import Draft202012Validator

_USED = ("text", "template")  # the definitions of flows that stand here too
_LANGUAGES = DEFINITIONS["prompt"]["properties"]["by_language"]["propertyNames"]


def environment_schema() -> dict[str, Json]:
    """The whole schema as it is shipped; it refers to nothing outside itself."""
    _, found = msgspec.json.schema_components((Environment, About), schema_hook=_special, ref_template="#/$defs/{name}")
    about = found.pop("About")["properties"]
    about["sounds"] = {**about["sounds"], "propertyNames": _LANGUAGES}
    found |= {name: DEFINITIONS[name] for name in _USED} | {"named_prompt": _named_prompt(about)}
    spoken = {name: _spoken(name, schema) for name, schema in found.items()}
    document = spoken.pop("Environment")
    return {"$schema": DIALECT, "title": "Dialogue Studio environment, format 1", **document, "$defs": spoken}


def read_environment(document: Json) -> tuple[list[Finding], Environment | None]:
    """Every violation of the schema, and the document as an Environment if there is none."""
    fits = _quick()
    environment = _struct_of(document)[0] if fits(document) else None
    if environment is not None:
        return [], environment
    found = list(violations(_slow(), document))
    if found:
        return sorted(found, key=lambda one: one.path), None  # jsonschema goes through names in no order
    environment, fault = _struct_of(document)
    return ([fault], None) if fault else ([], environment)


def _struct_of(document: Json) -> tuple[Environment | None, Finding | None]:
    """The document, or the first thing that msgspec cannot take."""
    try:
        return struct_from(Environment, document), None
    except msgspec.ValidationError as fault:
        reason, _, place = str(fault).partition(" - at `")
        return None, Finding("bad_value", "error", place.rstrip("`") or "$", f"{reason}.", "Write a value that fits.")


@cache
def _quick() -> Accepts:
    """A quick yes to what is right (accept.py)."""
    return acceptor(environment_schema(), FORMATS, (*_USED, "named_prompt"))


@cache
def _slow() -> Draft202012Validator:
    """The validator that has the last word."""
    return validator(environment_schema())


def _special(kind: type) -> dict[str, Json]:
    return {"$ref": "#/$defs/named_prompt"} if kind is NamedPrompt else schema_special(kind)


def _named_prompt(about: Mapping[str, Json]) -> dict[str, Json]:
    """A prompt as flows have them, with what is known about it where its words stand."""
    prompt = {key: value for key, value in DEFINITIONS["prompt"].items() if key != "maxProperties"}
    return {
        **prompt,
        "properties": {**prompt["properties"], **about},
        "if": {"type": "object", "required": ["prompt"]},
        "then": {"properties": {"prompt": True}, "additionalProperties": False},
        "else": {"required": ["by_language"]},
    }


def _spoken(name: str, schema: dict[str, Any]) -> Json:
    """With the meaning of each field in an author's words, in place of what the types say to those who build them."""
    plain = {key: value for key, value in schema.items() if key not in ("title", "description")}
    return meaning.described(_present(plain), name, meaning.ENVIRONMENT)


def _present(schema: Json) -> Json:
    """What may be left out is left out, not null: of a choice with null, faults could not say their place."""
    if isinstance(schema, list):
        return [_present(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("default", "") is None:
        schema = {key: value for key, value in schema.items() if key not in ("default", "anyOf")} | schema["anyOf"][0]
    return {key: _present(value) for key, value in schema.items()}
