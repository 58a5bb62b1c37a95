"""Commit before act, one at fault pays alone, a repeated event changes nothing."""

import asyncio

import pytest

from flowengine.errors import EngineBug, Fenced, LedgerError, NotFound, NotHere
from flowengine.ledger.port import StoreFull
from flowengine.messages import AgentSignedIn, DocumentPut, KeyPressed, TextReceived
from flowengine.runtime.place import NOWHERE
from tests.runtime.world import TENANT, World, lived, quiet


def test_nothing_leaves_before_the_commit() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        stream, feed = world.runtime.stream(TENANT, f"caller:{dialogue}"), world.runtime.subscribe(TENANT)
        world.ledger.gate.clear()
        answer = asyncio.create_task(world.press(dialogue))
        delivered = asyncio.create_task(anext(aiter(stream)))
        shown = asyncio.create_task(anext(aiter(feed)))
        await quiet()
        reader = asyncio.create_task(world.runtime.settled(TENANT))
        await quiet()
        assert not any(task.done() for task in (answer, delivered, shown, reader))
        world.ledger.gate.set()
        assert await answer == 1
        assert (await delivered).n == 1
        assert (await shown).pos == 2  # type: ignore[union-attr]  # the first item is a trace row
        await reader

    lived(life)


def test_events_that_wait_together_are_one_transaction() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        before = len(world.ledger.commits)
        assert await asyncio.gather(*(world.press(dialogue) for _ in range(5))) == [1, 2, 3, 4, 5]
        assert len(world.ledger.commits) == before + 1
        await asyncio.gather(*(world.press(dialogue) for _ in range(300)))
        assert len(world.ledger.commits) == before + 3, "at most 256 at once"

    lived(life)


def test_a_refusal_is_told_and_its_neighbours_are_kept() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        answers = await asyncio.gather(
            world.press(dialogue), world.press("nobody"), world.press(dialogue), return_exceptions=True
        )
        assert [answers[0], answers[2]] == [1, 2]
        assert isinstance(answers[1], NotFound)
        assert await world.ledger.dead_of(TENANT) == []

    lived(life)


def test_a_failing_event_goes_to_dead_alone() -> None:
    async def life(world: World) -> None:
        good, bad = await world.arrive("1"), await world.arrive("2")
        boom = TextReceived(dialogue=bad, text="my secret")
        answers = await asyncio.gather(
            world.press(good),
            world.runtime.submit(TENANT, boom, "boom-1"),
            world.press(good),
            world.press(bad),
            return_exceptions=True,
        )
        assert [answers[0], answers[2]] == [1, 2], "the neighbours are kept, in order, once"
        assert isinstance(answers[1], EngineBug)
        assert answers[3] == 1, "what the bug had half done is gone"
        assert await world.facts(bad) == [("arrived", "phone", "+442079460100"), ("parked",), ("said", 1)]
        (letter,) = await world.ledger.dead_of(TENANT)
        assert (letter.event_id, letter.kind, letter.event) == ("boom-1", "TextReceived", boom)
        assert "secret" not in letter.error
        assert len(world.alarms) == 1
        with pytest.raises(EngineBug):
            await world.runtime.submit(TENANT, boom, "boom-1")
        assert len(await world.ledger.dead_of(TENANT)) == 1, "a repeated event is not tried again"

    lived(life)


def test_a_bug_that_parking_meets_too_leaves_the_letter() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        for _ in range(9):
            await world.press(dialogue)
        with pytest.raises(EngineBug):
            await world.runtime.submit(TENANT, TextReceived(dialogue=dialogue, text="boom"))
        assert len(await world.ledger.dead_of(TENANT)) == 1
        assert await world.press(dialogue) == 10

    lived(life)


def test_a_full_disk_keeps_and_says_nothing_else() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        # The batch fails, then its first event alone; the others are not tried.
        world.ledger.faults = [StoreFull("The disk is full."), StoreFull("The disk is full.")]
        answers = await asyncio.gather(*(world.press(dialogue) for _ in range(3)), return_exceptions=True)
        assert [type(answer) for answer in answers] == [StoreFull] * 3
        assert await world.ledger.dead_of(TENANT) == []
        assert await world.press(dialogue) == 1, "when there is room again, nothing of them is there"

    lived(life)


def test_who_looks_need_not_wait_for_room_on_the_disk() -> None:
    """Nor for a timer that is due all the while, nor for the sign of life that cannot be written."""

    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")  # a timer, due in a second
        world.ledger.is_full = True
        for _ in range(30):
            await world.clock.move(200)
            assert world.runtime.read(TENANT) is not None
        with pytest.raises(StoreFull):
            await world.press(dialogue)
        assert world.runtime.read(TENANT) is not None
        assert len(world.alarms) == 1, "somebody was called, once"
        world.ledger.is_full = False
        await world.clock.move(1_000)
        assert await world.press(dialogue) == 2
        assert ("ticked", 1) in [fact[:2] for fact in await world.facts(dialogue)]

    lived(life)


def test_a_commit_that_failed_once_is_tried_one_by_one() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        before = len(world.ledger.commits)
        world.ledger.faults = [EngineBug("The batch contradicts what is kept.")]
        assert await asyncio.gather(*(world.press(dialogue) for _ in range(3))) == [1, 2, 3]
        assert len(world.ledger.commits) == before + 3

    lived(life)


def test_a_fenced_owner_lets_go() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        place = (await world.ledger.tenants())[TENANT]
        await world.ledger.claim(place, "another", world.clock.ms)
        with pytest.raises(Fenced):
            await world.press(dialogue)
        await quiet()
        with pytest.raises(NotHere):
            await world.press(dialogue)
        with pytest.raises(NotHere):
            world.runtime.read(TENANT)
        assert world.runtime.place(TENANT) == NOWHERE
        assert world.runtime.failures

    lived(life)


def test_a_repeated_event_gets_the_same_reply() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        twice = await asyncio.gather(world.press(dialogue, event_id="k1"), world.press(dialogue, event_id="k1"))
        assert twice == [1, 1], "in one batch"
        assert await world.press(dialogue, event_id="k1") == 1, "from memory"
        await world.restart()
        assert await world.press(dialogue, event_id="k1") == 1, "from the ledger"
        assert await world.press(dialogue, event_id="k2") == 2

    lived(life)


def test_the_same_id_in_two_tenants_is_two_events() -> None:
    async def life(world: World) -> None:
        await world.runtime.add_tenant("emea-other", "EMEA")
        for tenant in (TENANT, "emea-other"):
            await world.runtime.submit(tenant, AgentSignedIn(agent="anna"), "same")
        assert (await world.ledger.commands_after("emea-other", "agent:anna", 0, 9))[0].n == 1

    lived(life)


def test_stamps_never_go_backwards() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        world.clock.ms -= 60_000
        await world.press(dialogue)
        await world.restart()
        await world.press(dialogue)
        times = [row.at_ms for row in await world.ledger.trace_after(TENANT, 0, 99)]
        assert times == sorted(times)

    lived(life)


def test_what_waited_in_the_inbox_is_taken_first() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        place = (await world.ledger.tenants())[TENANT]
        key = KeyPressed(dialogue=dialogue, key="1")
        await world.ledger.accept(place, [(TENANT, "k1", key), (TENANT, "k2", key)], world.clock.ms)
        await world.restart()
        assert await world.press(dialogue, event_id="k3") == 3
        assert await world.press(dialogue, event_id="k1") == 1
        await world.restart()
        assert await world.press(dialogue) == 4

    lived(life)


def test_documents_and_floor_rows_are_kept_by_events() -> None:
    async def life(world: World) -> None:
        put = DocumentPut(kind="switch", key="closed", body='{"on": true}', base="")
        assert await world.runtime.submit(TENANT, put) == {"version": 1}
        await world.runtime.submit(TENANT, AgentSignedIn(agent="anna"))
        await world.restart()
        core = await world.runtime.settled(TENANT)
        assert core.documents == {("switch", "closed"): (1, '{"on": true}')}  # type: ignore[attr-defined]  # a Counter
        assert await world.runtime.submit(TENANT, put) == {"version": 2}

    lived(life)


def test_nobody_is_left_waiting_when_not_even_a_letter_can_be_kept() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        world.ledger.faults = [RuntimeError("unforeseen") for _ in range(4)]
        async with asyncio.timeout(5):
            answers = await asyncio.gather(*(world.press(dialogue) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(answer, LedgerError) for answer in answers), answers
        with pytest.raises(LedgerError):
            await world.press(dialogue)
        assert world.alarms[-1] == "The owner of a shard stopped."

    lived(life)
