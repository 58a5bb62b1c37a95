"""A database that breaks off, dies or hangs: nothing is lost, nothing is kept twice, and the nodes come back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from flowengine.errors import Busy, Fenced
from flowengine.ledger.port import StoreAway, StoreReadOnly
from flowengine.ledger.postgres import PostgresLedger
from flowengine.messages import KeyPressed
from tests.contracts.test_ledger import SHARD, A, batch, command, trace
from tests.ledger.wire import Wire, wire
from tests.postgres import FOLLOWED, Server, private

KEY = KeyPressed(dialogue="d1", key="4")


def through(database: str, life: Callable[[PostgresLedger, Wire], Awaitable[None]]) -> None:
    """Run a life of a ledger whose database is at the end of a wire."""

    async def run() -> None:
        async with wire(database) as (line, url):
            ledger = await PostgresLedger.open(url)
            try:
                await ledger.add_tenant(A, "EMEA", SHARD)
                await life(ledger, line)
            finally:
                await ledger.close()

    asyncio.run(run())


async def soon(asked: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool]) -> None:
    """Until the answer is as wanted."""
    async with asyncio.timeout(10):
        while not wanted(await asked()):  # noqa: ASYNC110  # another process changes it
            await asyncio.sleep(0.01)


async def claimed(ledger: PostgresLedger) -> Any:
    """A lease, once the hint of it is out: then nothing goes over the wire but what the test asks."""
    lease = await ledger.claim(SHARD, "me", 1_000)
    assert ledger._telling is not None
    await ledger._telling
    return lease


@pytest.mark.parametrize("fault", ["loses_answer", "loses_question"])
def test_a_commit_is_kept_once_whatever_the_wire_swallows(database: str, fault: str) -> None:
    async def life(ledger: PostgresLedger, line: Wire) -> None:
        lease = await claimed(ledger)
        await ledger.commit(lease, batch(pos=1, trace=[trace(1)], outbox=[command(1)]))
        setattr(line, fault, True)
        await ledger.commit(lease, batch(pos=2, trace=[trace(2)], outbox=[command(2)]))
        assert not getattr(line, fault), "the fault did not happen"
        await ledger.commit(lease, batch(pos=3, trace=[trace(3)], outbox=[command(3)]))
        assert [row.pos for row in await ledger.trace_after(A, 0, 10)] == [1, 2, 3]
        assert (await ledger.claim(SHARD, "me", 1_000)).commits == 3

    through(database, life)


def test_an_event_is_accepted_once_though_the_answer_was_lost(database: str) -> None:
    async def life(ledger: PostgresLedger, line: Wire) -> None:
        lease = await claimed(ledger)
        await ledger.accept(SHARD, [(A, "e0", KEY)], 2_000)  # the connection knows our types from here on
        assert ledger._telling is not None
        await ledger._telling
        line.loses_answer = True
        await ledger.accept(SHARD, [(A, "e1", KEY)], 2_000)
        assert [row.seq for row in await ledger.inbox_of(lease, 0)] == [1, 2]

    through(database, life)


def test_a_commit_that_arrives_after_a_new_claim_keeps_nothing(database: str) -> None:
    """The wire holds it back until its owner has given up and claimed anew, as after a cut that nobody noticed."""

    async def life(ledger: PostgresLedger, line: Wire) -> None:
        lease = await claimed(ledger)
        ledger.patience_s = 0.2
        line.flows.clear()
        with pytest.raises(StoreAway, match="not known"):
            await ledger.commit(lease, batch(pos=1, trace=[trace(1)]))
        other = await PostgresLedger.open(database)
        ended = asyncio.create_task(soon(lambda: claim_by(other), bool))
        ledger._locks._closing = True
        ledger._locks._connection.terminate()
        await asyncio.sleep(0)
        line.flows.set()
        await ended
        await asyncio.sleep(0.05)
        found = await other.trace_after(A, 0, 10)
        now = await other.claim(SHARD, "other", 1_000)
        assert (len(found), now.pos) in ((0, 0), (1, 1)), "half of a batch was kept"
        with pytest.raises(Fenced):
            await ledger.commit(lease, batch(pos=1, trace=[trace(1)]))
        assert await other.trace_after(A, 0, 10) == found
        await other.close()

    async def claim_by(other: PostgresLedger) -> bool:
        try:
            await other.claim(SHARD, "other", 1_000)
        except Busy:
            return False
        return True

    through(database, life)


def test_a_database_that_hangs_is_given_up_and_asked_again(database: str) -> None:
    async def life(ledger: PostgresLedger, line: Wire) -> None:
        lease = await claimed(ledger)
        await ledger.commit(lease, batch(pos=1, trace=[trace(1)]))
        ledger.patience_s = 0.2
        line.flows.clear()
        with pytest.raises(StoreAway, match="not known"):
            await ledger.commit(lease, batch(pos=2, trace=[trace(2)]))
        line.flows.set()
        ledger.patience_s = 3.0
        boot_pos = (await ledger.claim(SHARD, "me", 1_000)).pos  # what the runtime does with a commit in doubt
        lease = await ledger.claim(SHARD, "me", 1_000)
        if boot_pos == 1:
            await ledger.commit(lease, batch(pos=2, trace=[trace(2)]))
        assert [row.pos for row in await ledger.trace_after(A, 0, 10)] == [1, 2]

    through(database, life)


def test_locks_come_back_after_a_cut_and_are_not_taken_from_another(database: str) -> None:
    async def life(ledger: PostgresLedger, line: Wire) -> None:
        await ledger.add_tenant("emea-ben", "EMEA", 8)
        lease, lost = await claimed(ledger), await ledger.claim(8, "me", 1_000)
        await ledger.claim(9, "me", 1_000)
        other = await PostgresLedger.open(database)
        await other._ask(
            lambda db: db.execute("UPDATE shard SET epoch = epoch + 1 WHERE id = 9")
        )  # it had another owner
        line.cut()
        await soon(lambda: took(other, 8), bool)
        await soon(ledger.shards, lambda places: places[0].held and ledger._locks.held == {SHARD: lease.epoch})
        with pytest.raises(Busy):
            await other.claim(SHARD, "other", 1_000)
        await ledger.commit(lease, batch(pos=1, trace=[trace(1)]))
        with pytest.raises(Fenced):
            await ledger.commit(lost, batch(pos=1))
        await other.close()

    async def took(other: PostgresLedger, shard: int) -> bool:
        """Take the lock in the moment in which nobody holds it."""
        try:
            await other.claim(shard, "other", 1_000)
        except Busy:
            await other._ask(
                lambda db: db.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1", shard
                )
            )
            return False
        return True

    through(database, life)


def test_a_hung_owner_is_evicted_when_its_lease_has_passed(database: str) -> None:
    async def life(ledger: PostgresLedger, _: Wire) -> None:
        lease = await claimed(ledger)
        other = await PostgresLedger.open(database)
        assert not await other.evict(SHARD)
        await other._ask(lambda db: db.execute("UPDATE shard SET renewed_ms = renewed_ms - 3001"))
        place = (await other.shards())[0]
        assert place.held
        assert 3_001 <= place.silent_ms < 60_000
        ledger._locks._closing = True  # it hangs: it does not come back for its locks
        assert await other.evict(SHARD)
        await soon(other.shards, lambda places: not places[0].held)
        await other.claim(SHARD, "other", 1_000)
        with pytest.raises(Fenced):
            await ledger.commit(lease, batch(pos=1, trace=[trace(1)]))
        await other.close()

    through(database, life)


async def commits(url: str, faults: list[Callable[[], None]]) -> None:
    """A hundred commits before and after each fault; then each batch is there once, and the locks are back."""
    ledger = await PostgresLedger.open(url)
    ledger.patience_s = 30
    await ledger.add_tenant(A, "EMEA", SHARD)
    lease = await ledger.claim(SHARD, "me", 1_000)
    reached = {100 * n: asyncio.Event() for n in range(1, len(faults) + 2)}

    async def commit_all() -> None:
        for pos in range(1, max(reached) + 1):
            await ledger.commit(lease, batch(pos=pos, trace=[trace(pos)], outbox=[command(pos)]))
            if pos in reached:
                reached[pos].set()

    going = asyncio.create_task(commit_all())
    for number, fault in enumerate(faults, start=1):
        asked = asyncio.ensure_future(reached[100 * number].wait())
        await asyncio.wait((going, asked), return_when="FIRST_COMPLETED")
        asked.cancel()
        await asyncio.to_thread(fault)
    await going
    numbers = list(range(1, max(reached) + 1))
    assert [row.pos for row in await ledger.trace_after(A, 0, 1_000)] == numbers
    assert [row.n for row in await ledger.commands_after(A, "caller:d1", 0, 1_000)] == numbers
    await soon(ledger.shards, lambda places: places[0].held)
    await ledger.close()


def test_killed_and_started_again_it_has_each_batch_once(postgres: Server) -> None:
    """kill -9 of the database in the midst of commits; the same handle goes on, and its locks are back."""
    with private(like=postgres) as server:
        server.run("CREATE DATABASE l")

        def kill_and_start() -> None:
            server.kill()
            with pytest.raises(StoreAway):
                asyncio.run(PostgresLedger.open(server.url("l")))
            server.start()

        asyncio.run(commits(server.url("l"), [kill_and_start]))


def test_a_standby_that_takes_over_has_each_batch_once(postgres: Server) -> None:
    """kill -9 of the primary, its synchronous standby promoted: the same handle finds it by the hosts of its URL."""
    with private(options=FOLLOWED, like=postgres) as primary:
        primary.run("CREATE DATABASE l")
        standby = primary.standby()
        try:
            with pytest.raises(StoreReadOnly, match="is a standby"):
                asyncio.run(PostgresLedger.open(standby.url("l")))

            def promote() -> None:
                primary.kill()
                standby.run("SELECT pg_promote()")

            both = primary.url("l").replace("/l", f",127.0.0.1:{standby.port}/l")
            asyncio.run(commits(both, [promote]))
        finally:
            standby.remove()
