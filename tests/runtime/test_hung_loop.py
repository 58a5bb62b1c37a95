"""The loop of a shard that hangs in a process that lives is put out, and no other."""

import asyncio

import pytest

from flowengine.errors import LedgerError
from flowengine.ledger.port import LEASE_MS
from flowengine.runtime.place import NOWHERE
from tests.runtime.cluster import Cluster, Member, together
from tests.runtime.world import quiet


def test_a_loop_that_hangs_in_a_process_that_lives_is_put_out() -> None:
    """An idle shard's: nothing waits there that could be late, and its node goes on saying that it lives."""

    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        tenant, other = a.runtime.tenants()
        dialogue = await a.arrive(tenant)
        shard = cluster.store.places[tenant]
        hung, asked = asyncio.create_task(_hang(a, shard)), asyncio.create_task(_after(a, tenant, dialogue))
        await quiet()
        took_ms = await cluster.until(lambda: (place := a.runtime.place(tenant)) == NOWHERE or place is None, 11_000)
        assert took_ms <= 3 * LEASE_MS + 500
        await cluster.until(lambda: any(tenant in one.runtime.tenants() for one in (a, b)), 1_500)
        for waiting in (hung, asked):
            with pytest.raises(LedgerError, match="hung and was put out"):
                await waiting
        assert await cluster.owner(tenant).press(tenant, dialogue) == 1
        assert cluster.owner(other) is a, "its other shards are served all the while"
        assert a.alarms == ["The owner of a shard hung and was put out."]

    together(life)


async def _hang(node: Member, shard: int) -> None:
    owner = node.runtime._holdings.owner(shard)
    assert owner is not None
    await owner.do(asyncio.Event().wait)  # type: ignore[arg-type]  # it never returns


async def _after(node: Member, tenant: str, dialogue: str) -> None:
    await node.press(tenant, dialogue)


def test_no_loop_that_lives_is_put_out() -> None:
    """Idle for a minute, woken now and then; and while the store is away, when nobody can be told from anybody."""

    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        claims = a.ports.node.claims + b.ports.node.claims
        await cluster.wait(60_000)
        for node in (a, b):
            node.ledger.flows.clear()
        await cluster.wait(20_000)
        for node in (a, b):
            node.ledger.flows.set()
        await cluster.wait(10_000)
        assert a.ports.node.claims + b.ports.node.claims == claims
        assert (a.alarms, b.alarms) == ([], [])

    together(life)
