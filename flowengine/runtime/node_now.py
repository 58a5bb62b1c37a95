"""What one process holds at this moment, added up over its shards: asked for by whoever looks, kept by nobody."""

from collections.abc import Iterable

from msgspec import Struct

from flowengine.runtime.owner import Owner


class NodeNow(Struct, frozen=True):
    """`oldest_ms`: how long the event has waited that waits longest; 0 when none does."""

    shards: int = 0
    tenants: int = 0
    waiting: int = 0
    oldest_ms: int = 0
    timers: int = 0
    dialogues: int = 0


def now_of(owners: Iterable[Owner], now_ms: int) -> NodeNow:
    shards = tenants = waiting = timers = dialogues = 0
    oldest_ms = now_ms
    for owner in owners:
        shards += 1
        waiting += owner.waiting
        oldest_ms = min(oldest_ms, owner.oldest_ms(now_ms))
        if (memory := owner.shard.memory) is not None:
            tenants += len(memory.tenants)
            timers += len(memory.timers)
            dialogues += len(memory.live)
    return NodeNow(shards, tenants, waiting, now_ms - oldest_ms, timers, dialogues)
