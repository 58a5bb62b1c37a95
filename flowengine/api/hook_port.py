"""What another system tells by a hook, what it is answered, and what the web face needs for it, stated as a port."""

from typing import Annotated, Any, Protocol

from msgspec import Meta, Struct

from flowengine.identity.hooks import Hook, Hooks
from flowengine.messages import Json

LOCAL_ID = Meta(min_length=1, max_length=64, pattern="^[A-Za-z0-9_.:-]+$")


class Begin(Struct, frozen=True, forbid_unknown_fields=True):
    """Who comes, and to which address. The sender is trusted with who it is."""

    address: Annotated[str, Meta(min_length=1, max_length=200)]
    number: Annotated[str, Meta(max_length=40)] = ""
    name: Annotated[str, Meta(max_length=200)] = ""
    language: Annotated[str, Meta(max_length=35)] = ""


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """One of `begin` and `event`, with an `event_id` of the sender's own, once in a conversation; with `after`, or by
    it alone, the commands after that number are asked for. `conversation` is the sender's id of it."""

    conversation: Annotated[str, LOCAL_ID]
    event_id: Annotated[str, LOCAL_ID] | None = None
    begin: Begin | None = None
    event: dict[str, Any] | None = None
    after: Annotated[int, Meta(ge=0, le=2**53)] | None = None


class Answer(Struct, frozen=True):
    """`commands`: {n, command}, as a chat page hears them; `over`: the dialogue has ended."""

    dialogue: str
    over: bool
    commands: list[Json]


class HookPort(Protocol):
    @property
    def register(self) -> Hooks: ...
    async def take(self, tenant: str, hook: Hook, told: Told) -> Answer | None:
        """None: it is kept, and its owner takes it when there is one. Raises RequestRefused, LedgerError."""
