"""Presence of an agent: what he intends, what comes after the present work, and what his devices report."""

from typing import Literal, TypeAlias

from msgspec import Struct

Intent: TypeAlias = Literal["available", "away", "do_not_disturb", "offline"]
DevicePresence: TypeAlias = Literal["do_not_disturb", "device_busy", "available", "away"]

STRONGEST_FIRST: tuple[DevicePresence, ...] = ("do_not_disturb", "device_busy", "available", "away")
EXCLUDING: tuple[DevicePresence, ...] = ("do_not_disturb", "device_busy")


class DeviceReport(Struct, frozen=True):
    """The last word of one device; it counts until `until_ms`, when its timer removes it."""

    presence: DevicePresence
    until_ms: int


class Presence(Struct):
    """`next_intent` waits for the end of the present work; meanwhile it already keeps new offers away."""

    intent: Intent = "offline"
    reason: str = ""
    next_intent: Intent | None = None
    next_reason: str = ""
    devices: dict[str, DeviceReport] = {}

    def set_now(self, intent: Intent, reason: str) -> None:
        """The intent holds at once and replaces a next one."""
        self.intent, self.reason, self.next_intent, self.next_reason = intent, reason, None, ""

    def set_next(self, intent: Intent, reason: str) -> None:
        """The intent holds when the present work is over."""
        self.next_intent, self.next_reason = intent, reason

    def is_open(self) -> bool:
        """Whether offers may come, as far as presence goes."""
        if self.intent != "available" or self.next_intent is not None:
            return False
        return not self.devices or self.device_word() not in EXCLUDING

    def device_word(self) -> DevicePresence | None:
        """What all devices together say; None if none has spoken lately."""
        words = {report.presence for report in self.devices.values()}
        return next((word for word in STRONGEST_FIRST if word in words), None)
