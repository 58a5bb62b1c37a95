"""Takes a shard over: claim, load, build every tenant's core, and say for how long nobody was there."""

import gc
from collections.abc import Iterable
from sys import intern

from msgspec import Struct

from flowengine.ledger.port import Boot, Lease, Ledger, TenantBoot
from flowengine.ledger.record import InboxRow, LegRow, TimerRow
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
    for tenant in boot.tenants.values():
        _share(tenant)
    tenants = {
        name: Tenancy(core=factory(tenant), last_ms=tenant.last_ms, active_ms=tenant.active_ms)
        for name, tenant in boot.tenants.items()
    }
    timers = [
        (TimerKey._make(row[1:5]), row[5], due_ms)
        for tenant in boot.tenants.values()
        for row in tenant.timers
        if (due_ms := row[6]) is not None
    ]
    inbox = [mail_of(row) for row in boot.inbox]
    live = Live()
    for name, tenant in boot.tenants.items():
        live.add(name, [row[2] for row in tenant.dialogues])
    return Memory(tenants, Timers(timers), live, inbox)


def _share(tenant: TenantBoot) -> None:
    """The rows of a dialogue repeat its id, and all rows a few words: of each one text is kept."""
    name, row_of = tenant.tenant, tuple.__new__  # a named tuple's own way goes through Python, half a million times
    ids = {row[2]: row[2] for row in tenant.dialogues}
    tenant.legs = [
        row_of(LegRow, (shard, name, intern(via), external, ids.get(dialogue, dialogue), intern(party), intern(state)))
        for shard, _, via, external, dialogue, party, state in tenant.legs
    ]
    tenant.timers = [
        row_of(TimerRow, (shard, name, intern(kind), ids.get(owner, owner), intern(what), generation, due_ms))
        for shard, _, kind, owner, what, generation, due_ms in tenant.timers
    ]


def mail_of(row: InboxRow) -> Mail:
    return Mail(row.tenant, row.event, row.event_id, known_id=True, inbox_seq=row.seq)


def resumptions(memory: Memory, lease: Lease, now_ms: int) -> list[Mail]:
    """The first event of each tenant that was served before."""
    return [
        Mail(name, OwnerResumed(down_ms=max(0, now_ms - tenant.active_ms)), f"resumed:{lease.shard}:{lease.epoch}")
        for name, tenant in memory.tenants.items()
        if tenant.active_ms
    ]
