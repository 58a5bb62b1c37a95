"""Switch: an operational fact that changes without a publish."""

from msgspec import Struct


class Switch(Struct, frozen=True, forbid_unknown_fields=True):
    """On/off or text, with a reason, an owner and an optional end (`until_ms`, UTC; 0: none)."""

    on: bool = False
    text: str = ""
    reason: str = ""
    owner: str = ""
    until_ms: int = 0

    def is_on(self, at_ms: int) -> bool:
        """Whether it is on at this moment."""
        return self.on and (self.until_ms == 0 or at_ms < self.until_ms)
