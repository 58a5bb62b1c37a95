"""Today: the prompts and tables that are marked live, as the stored environment.json has them now."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from flowengine.interpreter.surroundings import Row
from flowengine.lang.convert import struct_from
from flowengine.lang.named_prompt import NamedPrompt, parse_named_prompt
from flowengine.lang.table import Table

KEPT = 128  # of the things that calls read; each is worked out once for a content


@lru_cache(maxsize=KEPT)
def prompt_in(body: str, name: str) -> NamedPrompt | None:
    """A prompt of this environment document; None if it has none of this name whose words can be said."""
    value = _thing(body, "prompts", name)
    try:
        found = parse_named_prompt(value)
    except ValueError:
        return None
    return found if found.texts else None


@lru_cache(maxsize=KEPT)
def table_in(body: str, name: str) -> Mapping[str, Row] | None:
    """A table of this environment document by its keys; None if it has none of this name that can be read."""
    try:
        return struct_from(Table, _thing(body, "tables", name)).index()
    except msgspec.ValidationError:
        return None


def _thing(body: str, kind: str, name: str) -> Any:
    things = msgspec.json.decode(body).get(kind)
    return things.get(name) if isinstance(things, dict) else None
