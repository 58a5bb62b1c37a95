"""Joins hooks to the runtime: their records and secrets in the tenant's ledger, and what they bring to its owner."""

from collections.abc import Iterable

from msgspec import Struct

from flowengine.api.hook_port import Answer, Told
from flowengine.channels.channel import CallerSide
from flowengine.channels.line import Line
from flowengine.channels.relay import Relay
from flowengine.errors import Conflict, EngineBug, LedgerError, Overloaded
from flowengine.identity.hooks import Hook, Hooks
from flowengine.ledger.port import ENDED, Reads
from flowengine.ledger.record import StoredDocument, unpack
from flowengine.main.exchange import Exchange
from flowengine.messages import CallerHungUp, DialogueArrived, DocumentPut, Json, LegReported
from flowengine.runtime.vault import KEY_KIND, Vault
from flowengine.runtime.vault import KIND as SECRET_KIND

KIND = "hook"
MOST_COMMANDS = 100  # in one answer; whoever wants more asks after the last


class HookDocuments:
    """Hooks as documents of their tenant. Looked up at any node: where the tenant is not served, in the store."""

    def __init__(self, exchange: Exchange, reads: Reads, vault: Vault) -> None:
        self._exchange, self._reads, self._vault = exchange, reads, vault

    async def hook(self, tenant: str, hook_id: str) -> str | None:
        return await self._body(tenant, KIND, hook_id)

    def hooks_of(self, tenant: str) -> list[str]:
        return [row.body for row in self._exchange.board(tenant).library.of_kind(KIND)]

    async def put_hook(self, tenant: str, hook_id: str, body: str, author: str) -> None:
        await self._exchange.submit(tenant, DocumentPut(kind=KIND, key=hook_id, body=body, base="*", author=author))

    async def seal(self, tenant: str, value: bytes, bound: bytes, author: str) -> str:
        return await self._vault.seal(tenant, value, bound, author=author)

    async def open(self, tenant: str, seals: Iterable[str], bound: bytes) -> list[bytes]:
        return self._vault.open(tenant, await self._body(tenant, KEY_KIND, SECRET_KIND), seals, bound)

    async def _body(self, tenant: str, kind: str, key: str) -> str | None:
        try:
            row = self._exchange.board(tenant).library.get(kind, key)
            return row.body if row is not None else None
        except LedgerError:  # another node serves it, or nobody just now
            rows = await self._reads.documents_of(tenant, kind)
            return next((unpack(StoredDocument, row.body).text for row in rows if row.key == key and row.body), None)


class Hooking(Struct, frozen=True):
    """`register`: which hooks there are, and who may use them."""

    register: Hooks
    exchange: Exchange
    reads: Reads
    line: Line
    channel: Relay

    async def take(self, tenant: str, hook: Hook, told: Told) -> Answer | None:
        """None: it is kept, and its owner takes it when there is one. Raises RequestRefused, LedgerError.

        What its sender will not send again is kept in the inbox whenever it cannot be done now: it was verified, and
        the inbox knows its event id from the owner's own.
        """
        event_id = f"hook:{_leg(hook, told)}:{told.event_id}"
        try:
            dialogue = await self._do(tenant, hook, told, event_id)
        except (Overloaded, LedgerError, NoConversation):
            if hook.repeats or told.event_id is None:
                raise
            await self.exchange.runtime.accept(tenant, self._event(hook, told), event_id)
            return None
        return await self._answer(tenant, dialogue, told.after)

    async def _do(self, tenant: str, hook: Hook, told: Told, event_id: str) -> str:
        """The dialogue, once what was told is done. Raises as `take`, and NoConversation."""
        if told.begin is not None:
            reply = await self.exchange.submit(tenant, self._event(hook, told), event_id)
            dialogue: str = reply["dialogue"]
            self.line.follow(tenant, dialogue, self.channel.name)
            return dialogue
        board = self.exchange.board(tenant)
        leg = (self.channel.name, _leg(hook, told))
        dialogue = board.legs.get(leg) or (await self.reads.leg_of(tenant, *leg) or "")
        if not dialogue:
            raise NoConversation
        if told.event is not None:
            event = self.channel.event(dialogue, told.event)
            await self.exchange.submit(tenant, event, event_id)
            if isinstance(event, CallerHungUp):
                self.line.over(tenant, dialogue)
                return dialogue
        state = board.dialogues.get(dialogue)
        if state is not None and state.status != ENDED:  # it may have begun in the inbox, where no carrier heard of it
            self.line.follow(tenant, dialogue, self.channel.name)
        return dialogue

    def _event(self, hook: Hook, told: Told) -> DialogueArrived | LegReported:
        """What was told, for whoever knows no dialogue."""
        leg, begin = _leg(hook, told), told.begin
        if begin is not None:
            return self.channel.arrival(CallerSide(begin.address, leg, begin.number, begin.name, begin.language))
        if told.event is None:
            raise EngineBug("a hook told nothing")
        return self.channel.leg_event(leg, told.event)

    async def _answer(self, tenant: str, dialogue: str, after: int | None) -> Answer:
        row = await self.reads.dialogue_of(tenant, dialogue)
        over = row is not None and row.status == ENDED
        return Answer(dialogue, over, [] if after is None else await self._commands(tenant, dialogue, after))

    async def _commands(self, tenant: str, dialogue: str, after: int) -> list[Json]:
        found = await self.reads.commands_after(tenant, f"caller:{dialogue}", after, MOST_COMMANDS)
        return [self.channel.frame(each.n, each.stored.command, each.content) for each in found]


class NoConversation(Conflict):
    """Nobody began it with this hook, or it is forgotten."""

    code = "no_conversation"

    def __init__(self) -> None:
        super().__init__("No conversation of this id was begun by this hook.", hint="Begin it first.")


def _leg(hook: Hook, told: Told) -> str:
    return f"{hook.id}:{told.conversation}"
