"""Switch: an operational fact that changes without a publish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from flowengine.tenancy.fault import NAME_HINT, Fault, is_name

if TYPE_CHECKING:
    from flowengine.tenancy.directory import Directory


class Switch(Struct, frozen=True, forbid_unknown_fields=True):
    """On/off or text, with a reason, an owner and an optional end (`until_ms`, UTC; 0: none).

    One that `needs_reason` is not set without: who stands at it later must see why.
    """

    on: bool = False
    text: str = ""
    reason: str = ""
    owner: str = ""
    until_ms: int = 0
    needs_reason: bool = False

    def is_on(self, at_ms: int) -> bool:
        """Whether it is on at this moment."""
        return self.on and (self.until_ms == 0 or at_ms < self.until_ms)


def switch_faults(directory: Directory) -> Iterator[Fault]:
    """The broken rules of switches."""
    for name in directory.switches:
        if not is_name(name):
            yield Fault(f"$.switches['{name}']", f"“{name}” is not a name.", NAME_HINT)
