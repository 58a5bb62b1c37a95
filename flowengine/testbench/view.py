"""View: one instant of a case's dialogue as its expectations see it, and what of them does not hold."""

from typing import Any

from msgspec import UNSET, Struct

from flowengine.messages import Json
from flowengine.testbench.match import matches
from flowengine.testbench.story import Instant
from flowengine.testbench.world import World


class Mismatch(Struct, frozen=True):
    """One key that does not hold, and what there is instead."""

    key: str
    wanted: Any
    got: Any


class View:
    """One instant as the checks see it. `since`: how much had been heard before the words that count."""

    def __init__(self, world: World, instant: Instant, since: int, *, strict: bool) -> None:
        self.world = world
        self.instant = instant
        self.heard = world.story.heard[since : instant.heard]
        self.strict = strict


def is_so(key: str, wanted: Any, got: Any) -> Mismatch | None:
    """What is wrong if the two are not the same."""
    return None if wanted == got else Mismatch(key, wanted, got)


def like(key: str, wanted: Struct | bool, got: dict[str, Json] | None) -> Mismatch | None:
    """Whether there is something (`true`), nothing (`false`), or something like this."""
    if isinstance(wanted, bool):
        return None if wanted == (got is not None) else Mismatch(key, wanted, got)
    given = told(wanted)
    return None if got is not None and matches(given, got) else Mismatch(key, given, got)


def told(struct: Struct) -> dict[str, Json]:
    """What a part of a case says, without what it leaves open."""
    values = {name: getattr(struct, name) for name in struct.__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET and value != ""}


def values(key: str, wanted: dict[str, Json], got: dict[str, Json], *, strict: bool) -> Mismatch | None:
    """Whether there are these values, and with `strict` no others."""
    if matches(wanted, got, exactly=strict):
        return None
    return Mismatch(key, wanted, got if strict else {name: got.get(name) for name in wanted})
