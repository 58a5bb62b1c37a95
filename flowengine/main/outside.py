"""Joins what performs flows' requests to the outside: egress, secrets, carrier, and the dialogues that wait."""

from msgspec import Struct

from flowengine.errors import NotFound
from flowengine.interpreter.state import Dialogue
from flowengine.messages import DocumentPut, Event, Json
from flowengine.runtime.calling import Caller
from flowengine.runtime.carrier import NoCarrier
from flowengine.runtime.egress import EgressClient, EgressSettings, SystemResolver
from flowengine.runtime.pause import uneven
from flowengine.runtime.performer import PERFORMED, Desk, Performer
from flowengine.runtime.ports import Ports
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.seal import MasterKey
from flowengine.runtime.traced_egress import TracedEgress
from flowengine.runtime.vault import Kept, Vault
from flowengine.switchboard.switchboard import Switchboard


class Outside(Struct, frozen=True):
    """The performer, and the vault that administrators fill."""

    runtime: Runtime
    performer: Performer
    vault: Vault
    egress: EgressClient
    resolver: SystemResolver

    async def come(self, tenant: str) -> None:
        """A tenant is served here from now on: what its dialogues wait for is asked for again, under the same key."""
        glances = _board(self.runtime, tenant).dialogues.glances()
        waiting = [(state.id, state.orders) for state in glances if state.awaiting in PERFORMED]
        if waiting:
            self.performer.resume(self.runtime.ledger, tenant, waiting)

    async def go(self, tenant: str) -> None:
        """It is served elsewhere, and asked for there."""
        await self.performer.leave([tenant])

    async def close(self) -> None:
        await self.performer.close()
        self.resolver.close()


def outside_of(runtime: Runtime, key: MasterKey, ports: Ports, settings: EgressSettings) -> Outside:
    """Made before the runtime starts, so that no request of its first moments is missed."""
    resolver = SystemResolver()
    egress = EgressClient(settings, resolver)
    vault = Vault(key, VaultDocuments(runtime), ports.clock.now_ms)
    pause = uneven(ports.entropy)
    way_out = TracedEgress(egress, ports.traces) if ports.traces.is_on else egress
    caller = Caller(way_out, vault, pause, ports.node)

    async def submit(tenant: str, event: Event, event_id: str) -> Json:
        return await runtime.submit(tenant, event, event_id)

    performer = Performer(Desk(submit, BoardWaits(runtime), caller, NoCarrier(), ports.alarm, pause))
    runtime.perform = performer.offer
    return Outside(runtime, performer, vault, egress, resolver)


def _board(runtime: Runtime, tenant: str) -> Switchboard:
    board = runtime.read(tenant)
    assert isinstance(board, Switchboard)  # noqa: S101  # the factory of this house makes no other
    return board


class BoardWaits:
    """What dialogues wait for, read from the switchboards in memory."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def is_waiting(self, tenant: str, dialogue: str, wait: int) -> bool:
        return self._waiting(tenant, dialogue, wait) is not None

    def asked(self, tenant: str, dialogue: str, wait: int) -> Json:
        state = self._waiting(tenant, dialogue, wait)
        return state.asked if state is not None else None

    def _waiting(self, tenant: str, dialogue: str, wait: int) -> Dialogue | None:
        try:
            state = _board(self._runtime, tenant).dialogues.get(dialogue)
        except NotFound:
            return None
        waits = state is not None and state.wait == wait and state.awaiting in PERFORMED and state.status != "ended"
        return state if waits else None


class VaultDocuments:
    """Keeps sealed secrets as documents of their tenant."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def body(self, tenant: str, kind: str, key: str) -> str | None:
        row = _board(self._runtime, tenant).library.get(kind, key)
        return row.body if row is not None else None

    def bodies(self, tenant: str, kind: str) -> dict[str, str]:
        return {row.key: row.body for row in _board(self._runtime, tenant).library.of_kind(kind)}

    async def put(self, tenant: str, document: Kept) -> None:
        base = "" if document.new else "*"
        event = DocumentPut(kind=document.kind, key=document.key, body=document.body, base=base, author=document.author)
        await self._runtime.submit(tenant, event)
