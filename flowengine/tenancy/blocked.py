"""Blocked caller: a number that is not let in, with who said so, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from flowengine.tenancy.fault import Fault
from flowengine.tenancy.number import is_e164

if TYPE_CHECKING:
    from flowengine.tenancy.directory import Directory


class BlockedCaller(Struct, frozen=True, forbid_unknown_fields=True):
    """Its key is the number in E.164. From `until_ms` (UTC; 0: never) on it is let in again."""

    reason: Annotated[str, Meta(max_length=500)]
    owner: str = ""
    until_ms: Annotated[int, Meta(ge=0)] = 0


def reason(directory: Directory, number: str, at_ms: int) -> str:
    """Why this caller is not let in at this moment, or ""."""
    found = directory.blocked_callers.get(number) if number else None
    if found is None or (found.until_ms and found.until_ms <= at_ms):
        return ""
    return found.reason


def blocked_faults(directory: Directory) -> Iterator[Fault]:
    """The broken rules of blocked callers."""
    for key, blocked in directory.blocked_callers.items():
        path = f"$.blocked_callers['{key}']"
        if not is_e164(key):
            yield Fault(path, f"“{key}” is no telephone number.", "Write it in E.164: +447700900123.")
        if not blocked.reason.strip():
            yield Fault(f"{path}.reason", "Nobody is blocked without a reason.", "Say why.")
