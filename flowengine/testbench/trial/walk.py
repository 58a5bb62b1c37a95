"""What an author does who tries a draft: where the dialogue begins, the world, the steps so far, and the next act."""

from typing import Any

from msgspec import Struct

MOST_STEPS = 300


class Act(Struct, frozen=True, forbid_unknown_fields=True):
    """One of these: a step of a case, `skip` to what happens next, or move the clock `to` a local time."""

    step: dict[str, Any] | None = None
    skip: bool = False
    to: str = ""


class Walk(Struct, frozen=True):
    """`start`, `given` and `steps` are those of a case; `act` comes after the steps."""

    start: dict[str, Any]
    given: dict[str, Any] = {}
    steps: list[dict[str, Any]] = []
    act: Act | None = None
