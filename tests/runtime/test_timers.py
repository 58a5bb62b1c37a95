"""Timers fire once, when they are due, also after a take-over; the trace says how long nobody was there."""

import pytest

from flowengine.ledger.port import StoreFull
from flowengine.messages import CallerHungUp
from flowengine.runtime.timers import TimerKey, Timers
from tests.runtime.world import TENANT, World, lived, quiet

KEY = TimerKey(TENANT, "dialogue", "d1", "ask")


def test_a_timer_fires_when_it_is_due_and_once() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await quiet()
        await world.clock.move(999)
        assert ("ticked", 1, True) not in await world.facts(dialogue)
        await world.clock.move(1)
        await world.clock.move(10_000)
        assert [fact for fact in await world.facts(dialogue) if fact[0] == "ticked"] == [("ticked", 1, True)]
        (row,) = [
            row for row in await world.ledger.trace_after(TENANT, 0, 99) if ("ticked", 1, True) in row.stored.facts
        ]
        assert row.stored.event_id == f"timer:dialogue:{dialogue}:tick:1"

    lived(life)


def test_a_timer_set_again_fires_at_the_later_time() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await quiet()
        await world.clock.move(600)
        await world.press(dialogue, "*")
        await quiet()
        await world.clock.move(600)
        assert [fact for fact in await world.facts(dialogue) if fact[0] == "ticked"] == []
        await world.clock.move(400)
        assert [fact for fact in await world.facts(dialogue) if fact[0] == "ticked"] == [("ticked", 2, True)]

    lived(life)


def test_an_overdue_timer_fires_at_once_after_a_take_over() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await quiet()
        world.clock.ms += 5_000
        await world.restart()
        await quiet()
        assert (await world.facts(dialogue))[-3:] == [("resumed_after", 5_000), ("said", 2), ("ticked", 1, True)]
        await world.restart()
        await quiet()
        assert [fact[0] for fact in await world.facts(dialogue)].count("ticked") == 1

    lived(life)


def test_a_timer_that_nobody_takes_dies_all_the_same() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await world.runtime.submit(TENANT, CallerHungUp(dialogue=dialogue))  # a Counter leaves its timer running
        await quiet()
        await world.clock.move(1_000)
        await world.clock.move(1_000)
        place = (await world.ledger.tenants())[TENANT]
        boot = await world.ledger.load(await world.ledger.claim(place, "another", world.clock.ms))
        assert boot.tenants[TENANT].timers == []

    lived(life)


def test_the_generation_goes_on_after_a_take_over() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await quiet()
        await world.clock.move(1_000)
        await world.restart()
        await world.press(dialogue, "*")
        await quiet()
        await world.clock.move(1_000)
        assert [fact[1] for fact in await world.facts(dialogue) if fact[0] == "ticked"] == [1, 2]

    lived(life)


def test_the_ledger_hears_of_a_live_dialogue_every_second() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "#")
        await quiet()
        for _ in range(7):
            await world.clock.move(500)
        world.clock.ms += 2_000  # killed half a second after the last sign of life
        await world.restart()
        assert ("resumed_after", 2_500) in await world.facts(dialogue)

    lived(life)


@pytest.mark.parametrize("faults", [1, 2, 3])
def test_a_timer_survives_a_ledger_that_fails(faults: int) -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await quiet()
        world.ledger.faults = [StoreFull("The disk is full.")] * faults
        for _ in range(4):
            await world.clock.move(1_000)
        assert [fact for fact in await world.facts(dialogue) if fact[0] == "ticked"] == [("ticked", 1, True)]

    lived(life)


def test_the_heap_forgets_what_was_moved_or_cancelled() -> None:
    timers = Timers([(KEY, 1, 500)])
    timers.set(KEY, 2, 900)
    assert timers.next_ms() == 900
    assert timers.take_due(899, 9) == []
    (mail,) = timers.take_due(950, 9)
    assert (mail.event_id, mail.event.late_ms) == ("timer:dialogue:d1:ask:2", 50)  # type: ignore[union-attr]  # it is a TimerFired
    timers.set(KEY, 2, None)
    assert timers.next_ms() is None
    assert len(timers) == 0
