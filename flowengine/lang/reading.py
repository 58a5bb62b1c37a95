"""What a node's config reads: every expression and template in it, with its path, and the names that they read."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec import Struct

from flowengine.lang.expression import Expression
from flowengine.lang.prompt import Prompt
from flowengine.lang.template import Template

Part = str | int
_PLAIN = frozenset({str, int, float, bool, type(None)})  # most fields: nothing stands inside


@cache
def holding(kind: type[Struct]) -> tuple[str, ...]:
    """The fields in which an expression, template or prompt may stand: a flow's checks look into no other."""
    return tuple(field for field, hint in get_type_hints(kind).items() if _may_hold(hint))


def _may_hold(hint: Any) -> bool:
    return hint not in _PLAIN and (any(map(_may_hold, get_args(hint))) if get_args(hint) else True)


def written(config: Any, path: tuple[Part, ...] = ()) -> Iterator[tuple[tuple[Part, ...], Expression | Template]]:
    """Every expression and template inside a config, with its path from the node."""
    if type(config) in _PLAIN:
        return
    if isinstance(config, (Expression, Template)):
        yield path, config
    elif isinstance(config, Prompt):
        for below, template in config.templates():
            yield (*path, *below.split(".")[1:]), template
    elif isinstance(config, Struct):
        for field in holding(type(config)):
            yield from written(getattr(config, field), (*path, field))
    elif isinstance(config, Mapping):
        for key, value in config.items():
            yield from written(value, (*path, key))
    elif isinstance(config, (list, tuple)):
        for index, value in enumerate(config):
            yield from written(value, (*path, index))


def prompts(config: Any, path: tuple[Part, ...] = ()) -> Iterator[tuple[tuple[Part, ...], Prompt]]:
    """Every prompt inside a config, with its path from the node."""
    if type(config) in _PLAIN:
        return
    if isinstance(config, Prompt):
        yield path, config
    elif isinstance(config, Struct):
        for field in holding(type(config)):
            yield from prompts(getattr(config, field), (*path, field))
    elif isinstance(config, Mapping):
        for key, value in config.items():
            yield from prompts(value, (*path, key))
    elif isinstance(config, (list, tuple)):
        for index, value in enumerate(config):
            yield from prompts(value, (*path, index))


def reads(config: Any) -> Iterator[tuple[str, ...]]:
    """The dotted paths that a config reads: ("vars", "account")."""
    for _, source in written(config):
        yield from source.names


def calls(config: Any) -> Iterator[str]:
    """The functions that a config's expressions call."""
    for _, source in written(config):
        if isinstance(source, Expression):
            yield from source.functions
