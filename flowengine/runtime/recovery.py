"""Takes a shard over: claim, load, build every tenant's core, and say for how long nobody was there."""

import gc
from collections.abc import Iterable

from msgspec import Struct

from flowengine.ledger.port import Boot, Lease, Ledger
from flowengine.ledger.record import InboxRow
from flowengine.messages import OwnerResumed
from flowengine.runtime.mailbox import Mail
from flowengine.runtime.ports import Core, CoreFactory
from flowengine.runtime.timers import TimerKey, Timers


class Tenancy(Struct):
    """A tenant in its owner's memory."""

    core: Core
    last_ms: int
    active_ms: int


class Live:
    """The dialogues that have not ended, by tenant."""

    def __init__(self) -> None:
        self._of: dict[str, set[str]] = {}

    def add(self, tenant: str, dialogues: Iterable[str]) -> None:
        self._of.setdefault(tenant, set()).update(dialogues)

    def note(self, tenant: str, dialogue: str, *, is_live: bool) -> None:
        ids = self._of.setdefault(tenant, set())
        (ids.add if is_live else ids.discard)(dialogue)

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))


class Memory(Struct, frozen=True):
    """All that the owner of a shard keeps in memory; thrown away whole when anything goes wrong."""

    tenants: dict[str, Tenancy]
    timers: Timers
    live: Live
    inbox: list[Mail]


class _Unhurried:
    """Nobody looks for garbage meanwhile: nothing of a million new objects is any, and each look goes through all of
    them. Several shards may be loading."""

    def __init__(self) -> None:
        self._loading = 0
        self._collects = True

    def __enter__(self) -> None:
        if not self._loading:
            self._collects = gc.isenabled()
            gc.disable()
        self._loading += 1

    def __exit__(self, *_: object) -> None:
        self._loading -= 1
        if not self._loading and self._collects:
            gc.enable()


unhurried = _Unhurried()  # the collector is the process's


async def remember(ledger: Ledger, lease: Lease, factory: CoreFactory) -> Memory:
    """Load the shard and build its cores. Raises LedgerError."""
    with unhurried:
        return build(await ledger.load(lease), factory)


def build(boot: Boot, factory: CoreFactory) -> Memory:
    tenants = {
        name: Tenancy(core=factory(tenant), last_ms=tenant.last_ms, active_ms=tenant.active_ms)
        for name, tenant in boot.tenants.items()
    }
    key_of = tuple.__new__  # a named tuple's own way goes through Python, a hundred thousand times
    timers = [
        (key_of(TimerKey, (name, kind, owner, what)), generation, due_ms)
        for name, tenant in boot.tenants.items()
        for _, _, kind, owner, what, generation, due_ms in tenant.timers
        if due_ms is not None
    ]
    inbox = [mail_of(row) for row in boot.inbox]
    live = Live()
    for name, tenant in boot.tenants.items():
        live.add(name, [row[2] for row in tenant.dialogues])
    return Memory(tenants, Timers(timers), live, inbox)


def mail_of(row: InboxRow) -> Mail:
    return Mail(row.tenant, row.event, row.event_id, known_id=True, inbox_seq=row.seq)


def resumptions(memory: Memory, lease: Lease, now_ms: int) -> list[Mail]:
    """The first event of each tenant that was served before."""
    return [
        Mail(name, OwnerResumed(down_ms=max(0, now_ms - tenant.active_ms)), f"resumed:{lease.shard}:{lease.epoch}")
        for name, tenant in memory.tenants.items()
        if tenant.active_ms
    ]
