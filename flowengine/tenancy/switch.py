"""Switch: an operational fact that changes without a publish."""

from msgspec import Struct


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
