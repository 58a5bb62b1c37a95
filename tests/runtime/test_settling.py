"""A new tenant gets one place and one set of documents, however many nodes add it at once."""

import asyncio

import pytest

from flowengine.runtime.settling import shard_for
from tests.runtime.cluster import Cluster, together
from tests.runtime.counter import Document


@pytest.mark.parametrize("first", ["a", "b"])
def test_two_nodes_that_add_a_tenant_whose_shard_a_third_has_leave_one_trace(first: str) -> None:
    """Both have taken a shard for it, and neither sees the other's; then either is the first to settle it."""

    async def life(cluster: Cluster) -> None:
        (c,) = await cluster.start("c")
        await c.runtime.add_tenant("emea-0", "EMEA")
        twin = next(f"emea-{n}" for n in range(1, 20_000) if shard_for(f"emea-{n}") == shard_for("emea-0"))
        both = await cluster.start("a", "b")
        await cluster.wait(200)
        for one in both:
            one.ledger.settles.clear()
        seeds = {one.name: [Document("switch", one.name, 1, "h", "{}")] for one in both}
        adding = [asyncio.create_task(one.runtime.add_tenant(twin, "EMEA", seeds[one.name])) for one in both]
        await cluster.until(lambda: len(cluster.store.locks) == 3, 5_000)
        await cluster.wait(100)
        for name in (first, "a" if first == "b" else "b"):
            cluster.members[name].ledger.settles.set()
            await cluster.wait(100)
        await cluster.wait(3_000)
        await asyncio.gather(*adding)
        place = cluster.store.places[twin]
        shelves = cluster.store.shelves.items()
        kept = [(shard, key) for shard, shelf in shelves for key in shelf.documents if twin in key]
        assert kept == [(place, (twin, "switch", first))], "one place, one set of documents, nothing anywhere else"
        assert cluster.owner(twin).runtime.read(twin).documents == {("switch", first): (1, "{}")}  # type: ignore[attr-defined]  # a Counter
        assert len(cluster.store.locks) == 2, "the shard that stayed empty is left"
        assert [one.alarms for one in cluster.members.values()] == [[], [], []]

    together(life)
