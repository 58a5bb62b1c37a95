"""While a batch is being committed the next one is applied: as one after the other, whatever becomes of the commit."""

import asyncio

import pytest

from flowengine.errors import EngineBug, Fenced, LedgerError, NotFound
from flowengine.ledger.port import StoreFull
from flowengine.messages import TextReceived
from tests.runtime.world import TENANT, World, lived, quiet


async def two_batches(
    world: World, dialogue: str, ids: tuple[str | None, str | None] = (None, None)
) -> list[asyncio.Task[int]]:
    """One key that is being committed, and one that was applied meanwhile."""
    world.ledger.gate.clear()
    answers = []
    for event_id in ids:
        answers.append(asyncio.create_task(world.press(dialogue, event_id=event_id)))
        await quiet()
    assert not any(answer.done() for answer in answers)
    return answers


def test_the_next_batch_is_applied_and_not_told() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        pos = world.runtime.position(TENANT)
        feed = world.runtime.subscribe(TENANT)
        answers = await two_batches(world, dialogue)
        assert world.runtime.read(TENANT).dialogues[dialogue].keys == 2  # type: ignore[attr-defined]  # a Counter
        assert world.runtime.position(TENANT) == pos, "what is not kept has no place yet"
        shown = asyncio.ensure_future(anext(aiter(feed)))
        await quiet()
        assert not shown.done()
        world.ledger.gate.set()
        assert [await answer for answer in answers] == [1, 2]
        assert (await shown).pos == pos + 1  # type: ignore[union-attr]  # the first item is a trace row
        assert [row.pos for row in await world.ledger.trace_after(TENANT, pos, 9)] == [pos + 1, pos + 2]

    lived(life)


def test_a_commit_that_fails_takes_the_next_batch_along() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        before = len(world.ledger.commits)
        answers = await two_batches(world, dialogue)
        world.ledger.faults = [EngineBug("The batch contradicts what is kept.")]
        world.ledger.gate.set()
        assert [await answer for answer in answers] == [1, 2], "both again, in their order"
        assert len(world.ledger.commits) == before + 2

    lived(life)


def test_what_was_applied_on_a_full_disk_is_forgotten() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        answers = await two_batches(world, dialogue)
        world.ledger.faults = [StoreFull("The disk is full."), StoreFull("The disk is full.")]
        world.ledger.gate.set()
        for answer in answers:
            with pytest.raises(StoreFull):
                await answer
        assert await world.press(dialogue) == 1

    lived(life)


def test_an_event_that_fails_leaves_the_batch_under_way_alone() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        other = await world.arrive("call-2")
        world.ledger.gate.clear()
        first = asyncio.create_task(world.press(dialogue))
        await quiet()
        boom = asyncio.create_task(world.runtime.submit(TENANT, TextReceived(dialogue=other, text="boom")))
        await quiet()
        world.ledger.gate.set()
        assert await first == 1
        with pytest.raises(EngineBug):
            await boom
        assert len(await world.ledger.dead_of(TENANT)) == 1
        assert await world.press(dialogue) == 2

    lived(life)


@pytest.mark.parametrize("fails", [False, True])
def test_an_event_that_comes_again_waits_for_the_one_under_way(fails: bool) -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        answers = await two_batches(world, dialogue, ("k1", "k1"))
        world.ledger.faults = [EngineBug("The batch contradicts what is kept.")] if fails else []
        world.ledger.gate.set()
        assert [await answer for answer in answers] == [1, 1]
        assert await world.press(dialogue) == 2

    lived(life)


def test_a_refusal_that_saw_what_is_not_kept_waits_too() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        world.ledger.gate.clear()
        first = asyncio.create_task(world.press(dialogue))
        await quiet()
        refused = asyncio.create_task(world.press("nobody"))
        await quiet()
        assert not refused.done()
        world.ledger.gate.set()
        assert await first == 1
        with pytest.raises(NotFound):
            await refused

    lived(life)


def test_whoever_is_fenced_tells_both_batches() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        answers = await two_batches(world, dialogue)
        place = (await world.ledger.tenants())[TENANT]
        await world.ledger.claim(place, "another", world.clock.ms)
        world.ledger.gate.set()
        for answer in answers:
            with pytest.raises(Fenced):
                await answer

    lived(life)


def test_what_was_taken_is_finished_at_a_stop() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        answers = await two_batches(world, dialogue)
        stopping = asyncio.create_task(world.runtime.stop())
        await quiet()
        assert not stopping.done()
        world.ledger.gate.set()
        await stopping
        assert [await answer for answer in answers] == [1, 2]

    lived(life)


def test_who_looks_waits_for_both_and_lets_no_third_begin() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        answers = await two_batches(world, dialogue)
        before = len(world.ledger.commits)
        seen: list[tuple[int, int]] = []

        async def look() -> None:
            core = await world.runtime.settled(TENANT)
            seen.append((core.dialogues[dialogue].keys, len(world.ledger.commits) - before))  # type: ignore[attr-defined]  # a Counter

        looking = asyncio.create_task(look())
        later = [asyncio.create_task(world.press(dialogue)) for _ in range(3)]
        await quiet()
        world.ledger.gate.set()
        await looking
        assert seen == [(2, 2)], "memory and ledger say the same"
        assert [await answer for answer in (*answers, *later)] == [1, 2, 3, 4, 5]

    lived(life)


def test_who_asked_for_work_between_two_batches_and_left_stops_nobody() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        owner = world.runtime._holdings.owner(world.runtime.shards[0])
        assert owner is not None
        goes_on, done = asyncio.Event(), []

        async def hangs() -> None:
            await goes_on.wait()
            done.append("the first")

        async def fails() -> None:
            await goes_on.wait()
            raise LedgerError("The store is away.")

        async def follows() -> None:
            done.append("never")

        for works in ((hangs, follows), (fails, follows)):
            goes_on.clear()
            asking = [asyncio.create_task(owner.do(work)) for work in works]
            await quiet()
            for one in asking:
                one.cancel()
            await quiet()
            goes_on.set()
            await quiet()
        assert (await world.press(dialogue), done, world.alarms) == (1, ["the first"], [])

    lived(life)
