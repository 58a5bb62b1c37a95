"""Feeds and command streams: from a position on, gapless, each once; slow ones are cut off; a reset begins anew."""

import asyncio

import pytest

from flowengine.ledger.port import StoreFull
from flowengine.messages import AgentSignedIn, PlaybackFinished
from flowengine.runtime.feed import MOST_QUEUED, SubscriberDropped, TraceFeed, TraceItem
from flowengine.runtime.mailbox import Mail, Mailboxes
from flowengine.runtime.outbox import CommandStream
from tests.runtime.counter import Document
from tests.runtime.world import TENANT, World, lived, quiet


async def items(feed: TraceFeed, count: int) -> list[object]:
    found: list[object] = []
    async for item in feed:
        found.append(item.pos if isinstance(item, TraceItem) else item.item)
        if len(found) == count:
            break
    return found


async def numbers(stream: CommandStream, count: int) -> list[tuple[int, object]]:
    found: list[tuple[int, object]] = []
    async for delivery in stream:
        found.append((delivery.n, delivery.content))
        if len(found) == count:
            break
    return found


def test_a_feed_goes_on_from_a_position() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        for _ in range(3):
            await world.press(dialogue)
        feed = world.runtime.subscribe(TENANT, after=2)
        assert feed.pos == world.runtime.position(TENANT) == 4
        await world.press(dialogue)
        assert await items(feed, 4) == [3, 4, 5, "seen"]
        late = world.runtime.subscribe(TENANT)
        await world.press(dialogue)
        assert await items(late, 2) == [6, "seen"]

    lived(life)


def test_a_feed_that_began_while_a_batch_was_written_misses_nothing() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        world.ledger.gate.clear()
        pressing = asyncio.create_task(world.press(dialogue))
        await quiet()
        feed = world.runtime.subscribe(TENANT, after=1)
        stream = world.runtime.stream(TENANT, f"caller:{dialogue}")
        world.ledger.gate.set()
        await pressing
        assert await items(feed, 1) == [2]
        assert await numbers(stream, 1) == [(1, "1")]

    lived(life)


def test_a_stream_goes_on_from_the_last_number_seen() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        for _ in range(3):
            await world.press(dialogue)
        stream = world.runtime.stream(TENANT, f"caller:{dialogue}", after=1)
        await world.press(dialogue)
        assert await numbers(stream, 3) == [(2, "2"), (3, "3"), (4, "4")]
        await world.restart()
        again = world.runtime.stream(TENANT, f"caller:{dialogue}", after=4)
        await world.press(dialogue)
        assert await numbers(again, 1) == [(5, "5")]

    lived(life)


def test_a_command_may_refer_to_older_content() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue)
        stream = world.runtime.stream(TENANT, f"caller:{dialogue}", after=1)
        reading = asyncio.create_task(numbers(stream, 3))
        await quiet()
        again = PlaybackFinished(dialogue=dialogue, n=1)
        await asyncio.gather(world.press(dialogue), world.runtime.submit(TENANT, again), world.press(dialogue))
        assert await reading == [(2, "2"), (3, "1"), (4, "3")]

    lived(life)


def test_streams_of_two_recipients_are_apart() -> None:
    async def life(world: World) -> None:
        one, two = await world.arrive("1"), await world.arrive("2")
        await asyncio.gather(*(world.press(dialogue) for dialogue in (one, two, one, two)))
        await world.runtime.submit(TENANT, AgentSignedIn(agent="anna"))
        assert await numbers(world.runtime.stream(TENANT, f"caller:{two}"), 2) == [(1, "1"), (2, "2")]
        assert await numbers(world.runtime.stream(TENANT, "agent:anna"), 1) == [(1, None)]

    lived(life)


def test_what_was_sent_and_acknowledged_is_marked_with_a_later_batch() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        recipient = f"caller:{dialogue}"
        stream = aiter(world.runtime.stream(TENANT, recipient))
        for _ in range(3):
            await world.press(dialogue)
        for _ in range(3):
            await anext(stream)
        world.runtime.acknowledge(TENANT, recipient, 2)
        assert [d.n for d in await world.runtime.unacknowledged(TENANT, recipient)] == [3]
        assert world.ledger.commits[-1].sent == []
        await world.press(dialogue)
        assert [(mark.first, mark.last) for mark in world.ledger.commits[-1].sent] == [(1, 3)]
        assert [(mark.first, mark.last) for mark in world.ledger.commits[-1].acknowledged] == [(1, 2)]
        await world.restart()
        assert [d.n for d in await world.runtime.unacknowledged(TENANT, recipient)] == [3, 4]

    lived(life)


def test_a_slow_subscriber_is_cut_off_with_a_reason() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        feed = world.runtime.subscribe(TENANT)
        for _ in range(MOST_QUEUED // 2 + 1):
            await world.press(dialogue)
        with pytest.raises(SubscriberDropped) as dropped:
            await items(feed, 1)
        assert dropped.value.code == "too_slow"

    lived(life)


def test_a_closed_feed_ends_and_is_forgotten() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        feed = world.runtime.subscribe(TENANT)
        reading = asyncio.create_task(items(feed, 9))
        await world.press(dialogue)
        await quiet()
        feed.close()
        assert await reading == [2, "seen"]
        feed.close()

    lived(life)


def test_stopping_tells_the_followers() -> None:
    async def life(world: World) -> None:
        feed = world.runtime.subscribe(TENANT)
        await world.runtime.stop()
        with pytest.raises(SubscriberDropped) as dropped:
            await items(feed, 1)
        assert dropped.value.code == "stopping"

    lived(life)


def test_a_reset_tenant_begins_anew() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, event_id="k1")
        feed = world.runtime.subscribe(TENANT)
        await world.runtime.reset_tenant(TENANT, [Document("switch", "closed", 1, "h", "{}")])
        with pytest.raises(SubscriberDropped) as dropped:
            await items(feed, 1)
        assert dropped.value.code == "reset"
        assert world.runtime.read(TENANT).documents == {("switch", "closed"): (1, "{}")}  # type: ignore[attr-defined]  # the test core keeps documents
        assert await world.ledger.trace_after(TENANT, 0, 9) == []
        new = await world.arrive()
        assert await world.press(new, event_id="k1") == 1
        assert world.runtime.position(TENANT) == 4, "positions never come back"

    lived(life)


def test_tenants_are_served_in_turn() -> None:
    boxes = Mailboxes()
    for tenant, count in (("a", 4), ("b", 1), ("c", 2)):
        for number in range(count):
            boxes.put(Mail(tenant, AgentSignedIn(agent="x"), f"{tenant}{number}"))
    assert [mail.event_id for mail in boxes.take(5)] == ["a0", "b0", "c0", "a1", "c1"]
    assert [mail.event_id for mail in boxes.take(5)] == ["a2", "a3"]
    assert not boxes


def test_a_tenant_has_its_documents_or_no_place() -> None:
    async def life(world: World) -> None:
        first = [Document("switch", "closed", 1, "h", "{}")]
        world.ledger.faults = [StoreFull("The disk is full.")]
        with pytest.raises(StoreFull):
            await world.runtime.add_tenant("emea-new", "EMEA", first)
        assert "emea-new" not in await world.ledger.tenants()
        await world.runtime.add_tenant("emea-new", "EMEA", first)
        await world.runtime.add_tenant("emea-new", "EMEA", [])
        core = world.runtime.read("emea-new")
        assert core.documents == {("switch", "closed"): (1, "{}")}  # type: ignore[attr-defined]  # a Counter

    lived(life)
