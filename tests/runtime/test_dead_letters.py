"""An event that failed alone can be done again once the fault is mended, exactly once; or dropped."""

import pytest
from msgspec.structs import replace

from flowengine.errors import Conflict, EngineBug, NotFound, RequestRefused
from flowengine.messages import CallerHungUp, KeyPressed, TextReceived
from flowengine.runtime.dead_letters import DeadLetters
from tests.runtime.counter import Counter
from tests.runtime.world import TENANT, World, lived

ID = "boom-1"


class Mended(Counter):
    """A Counter without its bug: a text counts as a key."""

    def apply(self, event, stamp):  # type: ignore[no-untyped-def]  # as the Counter's
        if isinstance(event, TextReceived):
            event = KeyPressed(dialogue=event.dialogue, key="1")
        return super().apply(event, stamp)


async def failed(world: World) -> str:
    """A dialogue with a dead letter, number 1."""
    dialogue = await world.arrive()
    with pytest.raises(EngineBug):
        await world.runtime.submit(TENANT, TextReceived(dialogue=dialogue, text="secret"), ID)
    return dialogue


async def letters(world: World) -> list[tuple[int, str]]:
    return [(letter.seq, letter.event_id) for _, letter in await DeadLetters(world.runtime).all()]


def test_after_the_fault_is_mended_it_is_done_once() -> None:
    async def life(world: World) -> None:
        dialogue = await failed(world)
        ((tenant, letter),) = await DeadLetters(world.runtime).all()
        assert (tenant, letter.dialogue, letter.kind) == (TENANT, dialogue, "TextReceived")
        await world.restart(Mended)
        dead = DeadLetters(world.runtime)
        assert await dead.again(TENANT, 1, ID) == "done"
        assert await world.press(dialogue) == 2
        assert await letters(world) == []
        with pytest.raises(NotFound):
            await dead.again(TENANT, 1, ID)

    lived(life)


def test_interrupted_before_the_letter_is_gone_it_is_still_done_once() -> None:
    async def life(world: World) -> None:
        dialogue = await failed(world)
        await world.restart(Mended)
        ((_, letter),) = await DeadLetters(world.runtime).all()
        assert letter.event is not None
        await world.runtime.submit(TENANT, letter.event, f"again:1:{ID}")  # and the process died here
        assert await DeadLetters(world.runtime).again(TENANT, 1, ID) == "done"
        assert await world.press(dialogue) == 2

    lived(life)


def test_one_that_fails_again_has_one_letter() -> None:
    async def life(world: World) -> None:
        await failed(world)
        assert await DeadLetters(world.runtime).again(TENANT, 1, ID) == "failed_again"
        assert await letters(world) == [(2, f"again:1:{ID}")]

    lived(life)


def test_one_that_is_refused_now_keeps_its_letter() -> None:
    async def life(world: World) -> None:
        dialogue = await failed(world)
        await world.runtime.submit(TENANT, CallerHungUp(dialogue=dialogue))
        await world.restart(Mended)
        dead = DeadLetters(world.runtime)
        with pytest.raises(RequestRefused):
            await dead.again(TENANT, 1, ID)
        assert await letters(world) == [(1, ID)]
        with pytest.raises(NotFound):
            await dead.drop(TENANT, 1, "another")
        await dead.drop(TENANT, 1, ID)
        assert await letters(world) == []

    lived(life)


def test_one_whose_content_was_erased_can_only_be_dropped() -> None:
    async def life(world: World) -> None:
        await failed(world)
        (shelf,) = [shelf for shelf in world.ledger._shelves.values() if shelf.dead]
        shelf.dead = [(tenant, replace(letter, event=None)) for tenant, letter in shelf.dead]
        with pytest.raises(Conflict):
            await DeadLetters(world.runtime).again(TENANT, 1, ID)

    lived(life)
