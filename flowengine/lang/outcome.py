"""Outcomes as data: which ways a node can be left, read from its config without running any code of its own."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from flowengine.messages import Json


class Selector(Struct, frozen=True):
    """Outcomes that depend on the config: the keys or values found at `path` (dots descend, `[]` walks a list)."""

    of: Literal["keys", "values"]
    path: str


class Optional(Struct, frozen=True):
    """An outcome that need not be wired."""

    name: str


Outcome: TypeAlias = str | Selector | Optional


def keys_of(path: str) -> Selector:
    """One outcome per key of the object at `path`."""
    return Selector("keys", path)


def values_of(path: str) -> Selector:
    """One outcome per string found at `path`, in order, each once: `cases[].outcome`."""
    return Selector("values", path)


def optional(name: str) -> Optional:
    """An outcome that may stay unwired."""
    return Optional(name)


class Leaving(Struct, frozen=True):
    """One way out of one concrete node."""

    name: str
    required: bool


def outcomes_of(outcomes: tuple[Outcome, ...], config: Mapping[str, Json]) -> list[Leaving]:
    """The ways out of a node with this (JSON) config, in order, each once. `error` is always there, optional.

    The TypeScript twin is studio_ui/src/document/outcome.ts; tests/vectors/outcomes.json holds the two equal.
    A malformed config gives what can be read of it: the schema's findings say the rest.
    """
    found: dict[str, bool] = {}
    for outcome in outcomes:
        if isinstance(outcome, str):
            found.setdefault(outcome, True)
        elif isinstance(outcome, Optional):
            found.setdefault(outcome.name, False)
        else:
            for name in _select(outcome, config):
                found.setdefault(name, True)
    found.setdefault("error", False)
    return [Leaving(name, required) for name, required in found.items()]


def _select(selector: Selector, config: Mapping[str, Json]) -> list[str]:
    reached: list[Json] = [config]
    for part in selector.path.split("."):
        name, listed = (part[:-2], True) if part.endswith("[]") else (part, False)
        reached = [value[name] for value in reached if isinstance(value, Mapping) and name in value]
        if listed:
            reached = [item for value in reached if isinstance(value, list) for item in value]
    if selector.of == "keys":
        return [key for value in reached if isinstance(value, Mapping) for key in value]
    flat = [item for value in reached for item in (value if isinstance(value, list) else [value])]
    return [value for value in flat if isinstance(value, str)]
