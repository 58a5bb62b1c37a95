"""What every store must hold of a cell: one owner per shard, what nodes know of each other, and what is kept beside."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from flowengine.errors import Busy, Fenced, NotFound
from flowengine.ledger.cell import DRAINING, Node
from flowengine.ledger.record import DocumentRow, StoredDocument, pack
from flowengine.messages import KeyPressed
from tests.contracts.memory_ledger import MemoryLedger
from tests.contracts.stores import KINDS, empty, opened, opened_twice
from tests.contracts.test_ledger import FULL, SHARD, A, B, batch

Life = Callable[[Any], Awaitable[None]]


@pytest.fixture(params=KINDS)
def lived(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Life], None]:
    """Run a life on a store with two tenants in one shard."""

    where = empty(request, tmp_path)

    async def run(life: Life) -> None:
        async with opened(where) as ledger:
            await ledger.add_tenant(A, "EMEA", SHARD)
            await ledger.add_tenant(B, "EMEA", SHARD)
            await life(ledger)

    return lambda life: asyncio.run(run(life))


def test_a_shard_is_told_with_its_owner_and_whether_it_is_held(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        told: list[int] = []
        hinted = asyncio.Event()
        ledger.on_hint(lambda shard: (told.append(shard), hinted.set()))
        before = (await ledger.shards())[0]
        assert (before.shard, before.epoch, before.held, before.tenants) == (SHARD, 0, False, 2)
        first = await ledger.claim(SHARD, "one", 1_000)
        again = await ledger.claim(SHARD, "one", 1_000)
        place = (await ledger.shards())[0]
        assert (place.owner, place.epoch, place.held) == ("one", again.epoch, True)
        await ledger.release(first)
        assert (await ledger.shards())[0].held, "an earlier lease gives nothing back"
        await ledger.release(again)
        assert not (await ledger.shards())[0].held
        assert not await ledger.evict(SHARD), "there is no holder"
        await asyncio.wait_for(hinted.wait(), 5)
        assert set(told) == {SHARD}

    lived(life)


def test_what_waits_in_the_inbox_is_read_from_a_number_on(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        lease = await ledger.claim(SHARD, "one", 1_000)
        key = KeyPressed(dialogue="d1", key="4")
        await ledger.accept(SHARD, [(A, "e1", key), (B, "e2", key), (A, "e3", key)], 2_000)
        assert [row.seq for row in await ledger.inbox_of(lease, 0)] == [1, 2, 3]
        assert [tuple(row) for row in await ledger.inbox_of(lease, 2)] == [(3, A, "e3", key)]
        await ledger.commit(lease, batch(upto=2))
        assert [row.seq for row in await ledger.inbox_of(lease, 0)] == [3]

    lived(life)


def test_nodes_come_and_go(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        await ledger.enter(Node("two", "10.0.0.2:9000", "0.2"))
        await ledger.enter(Node("one", "10.0.0.1:9000", "0.1"))
        await ledger.enter(Node("two", "10.0.0.2:9000", "0.2", DRAINING))
        found = await ledger.nodes()
        assert [(node.id, node.address, node.state) for node in found] == [
            ("one", "10.0.0.1:9000", "up"),
            ("two", "10.0.0.2:9000", "draining"),
        ]
        assert all(0 <= node.silent_ms < 60_000 for node in found)
        await ledger.leave("one")
        assert [node.id for node in await ledger.nodes()] == ["two"]

    lived(life)


def test_what_all_nodes_must_agree_on_is_kept_once(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        key = await ledger.key()
        assert (len(key), await ledger.key()) == (32, key)
        assert await ledger.fingerprint(b"first") == b"first"
        assert await ledger.fingerprint(b"second") == b"first"
        assert await ledger.region("") == ""
        assert await ledger.region("EMEA") == "EMEA"
        assert await ledger.region("APAC") == "EMEA"
        assert await ledger.region("") == "EMEA"

    lived(life)


def test_a_token_leads_to_its_tenant(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        lease = await ledger.claim(SHARD, "one", 1_000)
        rows = [DocumentRow(SHARD, B, "token", "t1", 1, "h", pack(StoredDocument(1, "{}")))]
        await ledger.commit(lease, batch(documents=[*rows, rows[0]._replace(kind="user", key="t2")]))
        assert await ledger.tenant_of_token("t1") == B
        assert await ledger.tenant_of_token("t2") is None

    lived(life)


def test_what_is_kept_of_a_tenant_is_its_own(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        await ledger.keep(A, "s2", b"two")
        await ledger.keep(A, "s1", b"one")
        await ledger.keep(A, "s1", b"one, anew")
        await ledger.keep(B, "s1", b"other")
        assert await ledger.kept(A) == [("s1", b"one, anew"), ("s2", b"two")]
        await ledger.keep(A, "s1", None)
        assert await ledger.kept(A) == [("s2", b"two")]
        assert await ledger.kept(B) == [("s1", b"other")]
        for refused in (ledger.keep("nora-none", "s1", b""), ledger.kept("nora-none")):
            with pytest.raises(NotFound):
                await refused

    lived(life)


def test_files_are_written_once_and_stay_in_their_tenant(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        await ledger.file_put(A, "front_door/9f86.wav", b"sound")
        await ledger.file_put(A, "front_door/9f86.wav", b"other")
        await ledger.file_put(A, "sales/77.wav", b"more")
        assert await ledger.file_get(A, "front_door/9f86.wav") == b"sound"
        assert await ledger.file_get(B, "front_door/9f86.wav") is None
        assert await ledger.file_names(A) == {"front_door/9f86.wav": 5, "sales/77.wav": 4}
        await ledger.file_remove(A, "sales/77.wav")
        await ledger.file_remove(A, "sales/77.wav")
        assert await ledger.file_names(A) == {"front_door/9f86.wav": 5}
        for name in ("../77.wav", "sales/../../77.wav", "/77.wav", "", "sales/.hidden"):
            with pytest.raises(NotFound):
                await ledger.file_get(A, name)

    lived(life)


# --- more nodes than one ----------------------------------------------------------------------------------------------


@pytest.fixture(params=["memory", "postgres"])
def together(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Callable[[Any, Any], Awaitable[None]]], None]:
    """Run a life of two nodes on one store."""

    where = empty(request, tmp_path)

    async def run(life: Callable[[Any, Any], Awaitable[None]]) -> None:
        async with opened_twice(where) as (one, two):
            await one.add_tenant(A, "EMEA", SHARD)
            await life(one, two)

    return lambda life: asyncio.run(run(life))


def test_a_held_shard_is_busy_until_it_is_released(together: Callable[..., None]) -> None:
    async def life(one: Any, two: Any) -> None:
        lease = await one.claim(SHARD, "one", 1_000)
        with pytest.raises(Busy, match="one"):
            await two.claim(SHARD, "two", 1_000)
        assert not await two.evict(SHARD), "the lease has not passed"
        await one.commit(lease, batch(pos=2, **FULL))
        await one.release(lease)
        newer = await two.claim(SHARD, "two", 2_000)
        assert (newer.epoch, newer.pos) == (lease.epoch + 1, 2)
        with pytest.raises(Fenced):
            await one.commit(lease, batch(pos=2))
        with pytest.raises(Busy):
            await one.claim(SHARD, "one", 2_000)
        assert (await one.shards())[0].owner == "two"

    together(life)


async def claimed_soon(ledger: Any) -> Any:
    """The lease, once the store has noticed that the holder is gone."""
    until = time.monotonic() + 5
    while True:
        try:
            return await ledger.claim(SHARD, "two", 2_000)
        except Busy:
            assert time.monotonic() < until
            await asyncio.sleep(0.005)


async def die(ledger: Any) -> None:
    """As a process that is killed: its connections are cut, and nothing of it is answered any more."""
    if isinstance(ledger, MemoryLedger):
        ledger.kill()
    else:
        ledger._locks._closing = True
        ledger._locks._connection.terminate()
        ledger._pool.terminate()


def test_a_dead_node_loses_its_shards_at_once(together: Callable[..., None]) -> None:
    async def life(one: Any, two: Any) -> None:
        lease = await one.claim(SHARD, "one", 1_000)
        await one.commit(lease, batch(pos=2, **FULL))
        await die(one)
        newer = await claimed_soon(two)
        assert [row.id for row in (await two.load(newer)).tenants[A].dialogues] == ["d1"]

    together(life)


def test_the_facts_of_the_store_are_told(lived: Callable[[Life], None]) -> None:
    async def life(ledger: Any) -> None:
        facts = await ledger.facts()
        assert facts.kind
        assert facts.bytes > 0
        assert facts.schema > 0
        assert facts.oldest_ms is None, "nothing was told yet"
        lease = await ledger.claim(SHARD, "me", 1_000)
        await ledger.commit(lease, batch(pos=2, trace=FULL["trace"]))
        told = await ledger.facts()
        assert told.oldest_ms == 1_001
        assert told.days == facts.days
        assert facts.days > 1 or facts.kind != "PostgreSQL"

    lived(life)
