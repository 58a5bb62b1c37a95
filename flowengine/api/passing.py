"""One request or WebSocket on its way to the node that answers it, how an attempt ends, and how long one waits."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum, auto
from time import monotonic
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct

from flowengine.api.peer_line import Gone
from flowengine.api.peer_request import Marks
from flowengine.runtime.place import Place, There

T = TypeVar("T")
Look: TypeAlias = Callable[[], Place | None]

PATIENCE_S = 0.25  # without an owner, or with one that does not answer
LOSS_S = 1.0  # after an owner died in the middle: by then another has most often taken over
LOOK_S = 0.02
WATCH_S = 0.25  # how often a slow owner is looked after
GRACE_S = 1.0  # for the answer of one that handed its tenants over


class End(Enum):
    DONE = auto()  # it was answered
    UNSENT = auto()  # nothing reached the owner
    MOVED = auto()  # the owner said that it is the owner no more; nothing was done
    LOST = auto()  # sent, and no answer came


class Passing(Struct, frozen=True):
    """Where to look for who answers, and the marks that it carries."""

    scope: Any
    send: Any
    look: Look
    marks: Marks

    @property
    def is_socket(self) -> bool:
        return bool(self.scope["type"] == "websocket")


async def patiently(step: Callable[[], Awaitable[T]], there: There, look: Look) -> T:
    """What comes, however long it takes, as long as the owner stays who it is. Raises Gone: one that hangs loses its
    tenants to another, and its answer is worth nothing then."""
    moved_at = None
    while True:
        try:
            async with asyncio.timeout(WATCH_S):
                return await step()
        except TimeoutError:
            moved_at = None if look() == there else moved_at or monotonic()
            if moved_at is not None and monotonic() - moved_at > GRACE_S:
                raise Gone from None
