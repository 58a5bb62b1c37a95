"""Who carries a flow's messages to people's phones."""

from typing import Protocol


class TextCarrier(Protocol):
    """Takes a message for somebody's number; may be told the same one twice, under the same `key`."""

    async def send(self, tenant: str, to: str, body: str, key: str) -> bool:
        """Whether it will be delivered; raises EffectFailed when the carrier cannot be reached."""


class NoCarrier:
    """An installation without a carrier delivers nothing, and says so."""

    async def send(self, tenant: str, to: str, body: str, key: str) -> bool:
        return False
