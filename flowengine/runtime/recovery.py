"""Takes a shard over: claim, load, build every tenant's core, and say for how long nobody was there."""

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


class Memory(Struct, frozen=True):
    """All that the owner of a shard keeps in memory; thrown away whole when anything goes wrong."""

    tenants: dict[str, Tenancy]
    timers: Timers
    live: set[tuple[str, str]]  # (tenant, dialogue) that has not ended
    inbox: list[Mail]


async def remember(ledger: Ledger, lease: Lease, factory: CoreFactory) -> Memory:
    """Load the shard and build its cores. Raises LedgerError."""
    return build(await ledger.load(lease), factory)


def build(boot: Boot, factory: CoreFactory) -> Memory:
    tenants = {
        name: Tenancy(core=factory(tenant), last_ms=tenant.last_ms, active_ms=tenant.active_ms)
        for name, tenant in boot.tenants.items()
    }
    timers = [
        (TimerKey(row.tenant, row.owner_kind, row.owner, row.name), row.generation, row.due_ms)
        for tenant in boot.tenants.values()
        for row in tenant.timers
        if row.due_ms is not None
    ]
    inbox = [mail_of(row) for row in boot.inbox]
    live = {(row.tenant, row.id) for tenant in boot.tenants.values() for row in tenant.dialogues}
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
