"""Nodes of one cell: they share the shards, take over from who died or hangs, and lose nothing by it."""

import asyncio

import pytest

from flowengine.errors import Fenced, LedgerError, NotHere
from flowengine.ledger.cell import DRAINING
from flowengine.ledger.port import LEASE_MS
from flowengine.runtime.membership import REST_MS, RESTING
from flowengine.runtime.place import NOWHERE
from flowengine.runtime.settling import shard_for
from tests.runtime.cluster import Cluster, together
from tests.runtime.counter import Document
from tests.runtime.world import quiet


def test_a_newcomer_gets_its_share() -> None:
    async def life(cluster: Cluster) -> None:
        (first,) = await cluster.start("a")
        tenants = await cluster.settle(6)
        dialogue = await first.arrive(tenants[0])
        assert await first.press(tenants[0], dialogue) == 1
        await cluster.start("b", "c")
        took_ms = await cluster.until(lambda: set(cluster.shares().values()) == {2}, 6_000)
        assert took_ms > 1_000, "a newcomer must have been heard of"
        await cluster.wait(5_000)
        assert set(cluster.shares().values()) == {2}, "it stays so"
        owner = cluster.owner(tenants[0])
        assert await owner.press(tenants[0], dialogue) == 2
        for other in cluster.members.values():
            if other is not owner:
                with pytest.raises(NotHere) as where:
                    await other.press(tenants[0], dialogue)
                assert (where.value.node, where.value.address) == (owner.name, f"{owner.name}:1")
        assert not any(member.alarms for member in cluster.members.values())

    together(life)


def test_the_others_take_over_at_once_from_a_node_that_died() -> None:
    async def life(cluster: Cluster) -> None:
        a, b, c = await cluster.start("a", "b", "c")
        tenants = await cluster.settle(9)
        await cluster.until(lambda: set(cluster.shares().values()) == {3}, 9_000)
        lost = a.runtime.tenants()
        dialogue = await a.arrive(lost[0])
        assert await a.press(lost[0], dialogue, "k1") == 1
        cluster.kill("a")
        assert await cluster.until(lambda: sum(cluster.shares().values()) == 9, 1_000) <= 100
        assert abs(len(b.runtime.shards) - len(c.runtime.shards)) == 1
        claims = b.ports.node.claims + c.ports.node.claims
        await cluster.wait(200)
        owner = cluster.owner(lost[0])
        assert await owner.press(lost[0], dialogue, "k1") == 1, "what was kept is not done again"
        assert await owner.press(lost[0], dialogue, "k2") == 2
        await cluster.wait(8_000)
        assert b.ports.node.claims + c.ports.node.claims == claims, "nothing is kept free for the dead"
        assert {tenant for tenant in tenants if cluster.owner(tenant)} == set(tenants)

    together(life)


def test_a_hung_owner_is_ended_when_its_lease_has_passed() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        tenants = await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        tenant = a.runtime.tenants()[0]
        dialogue = await a.arrive(tenant)
        a.ledger.flows.clear()
        late = asyncio.create_task(a.press(tenant, dialogue))
        took_ms = await cluster.until(lambda: len(b.runtime.tenants()) == 4, 9_000)
        assert LEASE_MS <= took_ms < 4_000
        assert await b.press(tenant, dialogue) == 1
        assert (a.runtime.place(tenant), a.runtime.is_ready) == (NOWHERE, False), "what it knows is old"
        a.ledger.flows.set()
        with pytest.raises(Fenced):
            await late
        await cluster.wait(200)
        assert a.runtime.shards == []
        assert {node.id: node.state for node in await b.ledger.nodes()} == {"a": RESTING, "b": "up"}
        await cluster.wait(REST_MS - 1_000)
        assert cluster.shares() == {"a": 0, "b": 4}, "who was fenced claims nothing for a while"
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 6_000)
        assert await cluster.owner(tenant).press(tenant, dialogue) == 2
        assert len(tenants) == 4

    together(life)


def test_a_node_drains_and_takes_part_again() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        tenants = await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        dialogue = await a.arrive(a.runtime.tenants()[0])
        tenant = a.runtime.tenants()[0]
        answers = [asyncio.create_task(a.press(tenant, dialogue)) for _ in range(3)]
        await asyncio.sleep(0)
        await a.runtime.drain()
        assert [await answer for answer in answers] == [1, 2, 3], "what was taken is finished"
        assert not a.runtime.is_ready
        assert await cluster.until(lambda: len(b.runtime.tenants()) == 4, 1_000) <= 100
        with pytest.raises(NotHere):
            await a.press(tenant, dialogue)
        assert await b.press(tenant, dialogue) == 4
        await cluster.wait(5_000)
        assert cluster.shares() == {"a": 0, "b": 4}
        assert {node.id: node.state for node in await b.ledger.nodes()} == {"a": DRAINING, "b": "up"}
        await a.runtime.resume()
        assert a.runtime.is_ready
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        assert {cluster.owner(tenant).name for tenant in tenants} == {"a", "b"}

    together(life)


@pytest.mark.parametrize("locks_are_lost", [False, True])
def test_a_store_that_is_gone_for_a_minute_changes_no_owner(locks_are_lost: bool) -> None:
    async def life(cluster: Cluster) -> None:
        members = await cluster.start("a", "b")
        tenants = await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        owners = {tenant: cluster.owner(tenant) for tenant in tenants}
        dialogues = {tenant: await owners[tenant].arrive(tenant) for tenant in tenants}
        for member in members:
            member.ledger.is_cut = True
        await quiet()
        for _ in range(60):
            await cluster.wait(1_000)
            with pytest.raises(LedgerError, match=r"\.$"):
                await owners[tenants[0]].press(tenants[0], dialogues[tenants[0]])
        assert not members[0].runtime.is_ready
        assert [len(member.alarms) for member in members] == [2, 2], "once for each shard"
        for member in members:
            member.ledger.is_cut = False
        if locks_are_lost:
            for shard in list(cluster.store.locks):
                members[0].ledger.lose(shard)
        await cluster.wait(2_000)
        for tenant, owner in owners.items():
            assert await owner.press(tenant, dialogues[tenant]) == 1
        assert set(cluster.store.locks) == set(cluster.store.places.values())
        await cluster.wait(5_000)
        assert {tenant: cluster.owner(tenant) for tenant in tenants} == owners
        assert all(member.ports.node.lost == 0 and member.runtime.is_ready for member in members)

    together(life)


def test_a_store_that_breaks_off_for_a_moment_changes_no_owner() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        tenants = await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        owners = {tenant: cluster.owner(tenant) for tenant in tenants}
        for shard in list(cluster.store.locks):
            a.ledger.lose(shard)
        await cluster.wait(1_000)
        assert {tenant: cluster.owner(tenant) for tenant in tenants} == owners
        assert set(cluster.store.locks) == set(cluster.store.places.values())
        assert (a.ports.node.lost, b.ports.node.lost) == (0, 0)

    together(life)


def test_an_owner_that_was_away_alone_finds_out_that_it_was_fenced() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        tenants = a.runtime.tenants()
        a.ledger.is_cut = True
        await cluster.until(lambda: len(b.runtime.tenants()) == 4, 4_000)
        with pytest.raises(LedgerError):
            await a.arrive(tenants[0])
        a.ledger.is_cut = False
        await cluster.wait(1_500)
        assert a.runtime.shards == []
        assert a.runtime.failures == [], "somebody serves them"
        assert [word for word, tenant in a.told if tenant == tenants[0]] == ["taken", "lost"]

    together(life)


def test_tenants_are_added_anywhere() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        await a.runtime.add_tenant("emea-0", "EMEA")
        shard = cluster.store.places["emea-0"]
        assert shard == shard_for("emea-0")
        await cluster.wait(200)
        twin = next(f"emea-{n}" for n in range(1, 9_999) if shard_for(f"emea-{n}") == shard)
        await b.runtime.add_tenant(twin, "EMEA")
        assert cluster.store.places[twin] == shard + 1, "another node serves the shard that its name gives"
        await cluster.wait(200)
        assert cluster.owner(twin) is b
        # By hand, as an import does: the owner finds it.
        await b.ledger.add_tenant("emea-hand", "EMEA", shard)
        assert b.runtime.place("emea-hand") is None
        await cluster.wait(200)
        assert cluster.owner("emea-hand") is a
        assert await a.arrive("emea-hand")
        assert a.told[-1] == ("taken", "emea-hand")

    together(life)


def test_a_tenant_that_another_node_added_unseen_is_not_begun_anew() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        await a.runtime.add_tenant("emea-0", "EMEA", [Document("switch", "closed", 1, "h", "{}")])
        await a.runtime.drain()
        await b.runtime.add_tenant("emea-0", "EMEA", [Document("switch", "closed", 1, "h", "[]")])
        core = b.runtime.read("emea-0")
        assert core.documents == {("switch", "closed"): (1, "{}")}  # type: ignore[attr-defined]  # a Counter
        elsewhere = shard_for("emea-hand") + 1
        await b.ledger.add_tenant("emea-hand", "EMEA", elsewhere)
        await b.runtime.add_tenant("emea-hand", "EMEA")
        assert b.runtime.shards == [shard_for("emea-0")], "a shard that stayed empty is left"
        await cluster.wait(1_100)
        assert cluster.store.places["emea-hand"] == elsewhere
        assert elsewhere in b.runtime.shards

    together(life)


def test_a_tenant_that_two_nodes_add_at_once_has_one_place() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        adding = [asyncio.create_task(one.runtime.add_tenant("emea-0", "EMEA")) for one in (a, b)]
        await cluster.wait(500)
        await asyncio.gather(*adding)
        owner = cluster.owner("emea-0")
        assert await owner.arrive("emea-0")
        assert len(cluster.store.locks) == 1

    together(life)


def test_a_shard_is_left_to_another_node_or_comes_back() -> None:
    async def life(cluster: Cluster) -> None:
        (a,) = await cluster.start("a")
        (tenant,) = await cluster.settle(1)
        (shard,) = a.runtime.shards
        await a.runtime.release_shard(shard)
        assert a.runtime.place(tenant) == NOWHERE
        assert await cluster.until(lambda: a.runtime.shards == [shard], 3_000) <= 1_100
        (b,) = await cluster.start("b")
        await cluster.wait(200)
        await a.runtime.release_shard(shard)
        assert await cluster.until(lambda: b.runtime.shards == [shard], 1_000) <= 100
        await cluster.wait(5_000)
        assert cluster.owner(tenant) is b

    together(life)


def test_a_shard_that_was_left_goes_to_the_others_even_if_they_have_more() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        await cluster.settle(3)
        await cluster.until(lambda: sorted(cluster.shares().values()) == [1, 2], 9_000)
        await a.runtime.release_shard(a.runtime.shards[0])
        await cluster.until(lambda: len(b.runtime.tenants()) == 2, 1_000)
        b.ledger.flows.clear()  # it is slow to look
        await a.runtime.release_shard(a.runtime.shards[0])
        await cluster.wait(200)
        assert a.runtime.shards == []
        b.ledger.flows.set()
        assert await cluster.until(lambda: len(b.runtime.tenants()) == 3, 1_000) <= 100
        await cluster.until(lambda: sorted(cluster.shares().values()) == [1, 2], 9_000)

    together(life)


def test_a_node_that_drains_gives_back_what_it_was_just_taking() -> None:
    async def life(cluster: Cluster) -> None:
        (a,) = await cluster.start("a")
        await cluster.settle(2)
        await a.runtime.drain()
        a.ledger.loads.clear()
        resuming = asyncio.create_task(a.runtime.resume())
        await quiet()
        draining = asyncio.create_task(a.runtime.drain())
        await quiet()
        a.ledger.loads.set()
        await asyncio.gather(resuming, draining)
        await cluster.wait(3_000)
        assert (a.runtime.shards, cluster.store.locks) == ([], {})

    together(life)


def test_a_shard_that_cannot_be_read_leaves_the_others_served() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        tenants = await cluster.settle(4)
        await cluster.until(lambda: set(cluster.shares().values()) == {2}, 9_000)
        spoilt = cluster.store.places[a.runtime.tenants()[0]]
        b.ledger.spoilt = {spoilt}
        cluster.kill("a")
        await cluster.wait(3_000)
        assert len(b.runtime.tenants()) == 3
        assert b.runtime.failures == ["The rows cannot be read."]
        assert len(b.alarms) == 1, "it is tried each second, and told once"
        b.ledger.spoilt = set()
        await cluster.until(lambda: len(b.runtime.tenants()) == 4, 2_000)
        assert b.runtime.failures == []
        assert len(tenants) == 4

    together(life)


def test_a_node_alone_says_what_keeps_it_from_serving() -> None:
    async def life(cluster: Cluster) -> None:
        (a,) = await cluster.start("a")
        await cluster.settle(1)
        await a.runtime.stop()
        a.ledger.spoilt = set(cluster.store.places.values())
        with pytest.raises(LedgerError, match="cannot be read"):
            await a.runtime.start()

    together(life)
