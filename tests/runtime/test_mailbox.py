"""Mailboxes are bounded and fair: new dialogues go first, a flood is its sender's own, timers are never turned away."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.errors import Overloaded
from flowengine.ledger.port import Batch
from flowengine.messages import DialogueArrived, Event, KeyPressed
from flowengine.runtime import mailbox
from flowengine.runtime.mailbox import Mail, Mailboxes
from flowengine.runtime.meter import FIRST_PACE, Meter
from flowengine.runtime.owner import BATCH
from flowengine.runtime.timers import TimerKey, Timers
from tests.runtime.world import TENANT, World, lived, quiet

KEY = KeyPressed(dialogue="d", key="1")
NEIGHBOUR = "emea-calm617"  # it has its place in the shard of TENANT
ARRIVAL = DialogueArrived(via="phone", external_id="l", channel="voice", address="+442079460100")


def filled(**waiting: int) -> Mailboxes:
    boxes = Mailboxes()
    for tenant, n in waiting.items():
        for _ in range(n):
            boxes.put(Mail(tenant, KEY, "e"))
    return boxes


def refusal(boxes: Mailboxes, tenant: str, event: Event) -> Overloaded:
    with pytest.raises(Overloaded) as refused:
        boxes.put(Mail(tenant, event, "e"))
    return refused.value


def test_new_dialogues_are_turned_away_before_the_events_of_those_that_are_on() -> None:
    boxes = filled(busy=mailbox.MOST_ARRIVALS_OF_TENANT)
    assert (
        str(refusal(boxes, "busy", ARRIVAL)) == "No new dialogue is taken just now: 2,500 of this tenant wait already."
    )
    for _ in range(mailbox.MOST_OF_TENANT - mailbox.MOST_ARRIVALS_OF_TENANT):
        boxes.put(Mail("busy", KEY, "e"))
    assert str(refusal(boxes, "busy", KEY)) == "The event was not taken: 10,000 of this tenant wait already."
    boxes.put(Mail("calm", ARRIVAL, "e"))
    boxes.put(Mail("busy", KEY, "e", inbox_seq=1))  # it is kept already: nobody is left to be told
    assert len(boxes) == mailbox.MOST_OF_TENANT + 2


def test_a_full_shard_refuses_those_who_filled_it() -> None:
    boxes = filled(a=9_000, b=9_000, calm=2_000)
    assert len(boxes) == mailbox.MOST_OF_SHARD
    refusal(boxes, "a", KEY)
    refusal(boxes, "calm", ARRIVAL)
    for _ in range(mailbox.MOST_OF_SHARD // 3 - 2_000):
        boxes.put(Mail("calm", KEY, "e"))
    refusal(boxes, "calm", KEY)
    boxes.put(Mail("new", ARRIVAL, "e"))


@pytest.mark.parametrize(
    ("events", "took_ms", "tenants", "after_s"),
    [(0, 0, 1, 5), (256, 64, 1, 2), (256, 64, 2, 3), (1, 1_000, 1, 30), (256, 1, 1, 1)],
    ids=["nothing measured", "at 4,000 a second", "and another's turns", "never too late", "never too soon"],
)
def test_the_time_to_come_back_follows_the_pace(events: int, took_ms: int, tenants: int, after_s: int) -> None:
    meter = Meter()
    if events:
        meter.kept(Batch(at_ms=0, pos=0), took_ms)
        meter.answered([TENANT] * events)
    assert meter.pace() == (events * 1_000 / took_ms if events else FIRST_PACE)
    boxes = Mailboxes(meter)
    for _ in range(mailbox.MOST_OF_TENANT):
        boxes.put(Mail(TENANT, KEY, "e"))
    for tenant in range(tenants - 1):
        boxes.put(Mail(f"t{tenant}", KEY, "e"))
    refused = refusal(boxes, TENANT, KEY)
    assert (refused.retry_after_s, meter.shed_events, meter.shed_arrivals) == (after_s, 1, 0)
    assert refused.hint == f"Send it again in {after_s} second{'s' * (after_s > 1)}."


@given(
    sent=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 60)), max_size=12),
    limit=st.integers(1, 40),
)
def test_the_nth_event_of_a_tenant_waits_for_n_turns_at_most(sent: list[tuple[str, int]], limit: int) -> None:
    """The law of fairness, and nothing is lost, doubled or out of its sender's order."""
    boxes, queues = Mailboxes(), {tenant: 0 for tenant, _ in sent}
    for tenant, n in sent:
        for _ in range(n):
            queues[tenant] += 1
            boxes.put(Mail(tenant, KEY, f"{queues[tenant]}"))
    taken: list[Mail] = []
    while boxes:
        taken += boxes.take(limit)
    for tenant, n in queues.items():
        places = [(at, int(mail.event_id)) for at, mail in enumerate(taken, 1) if mail.tenant == tenant]
        assert [nth for _, nth in places] == list(range(1, n + 1))
        assert all(at <= nth * len(queues) for at, nth in places)


def test_the_inbox_is_taken_in_its_own_order() -> None:
    """A batch ends the inbox up to a number: an earlier one that waits behind its tenant's flood would be lost."""
    boxes = filled(busy=500)
    for seq, tenant in ((1, "busy"), (2, "calm"), (3, "busy")):
        boxes.put(Mail(tenant, KEY, f"{seq}", inbox_seq=seq))
    taken = boxes.take(6)
    assert [mail.inbox_seq for mail in taken if mail.inbox_seq] == [1, 2, 3]


def test_a_flood_does_not_delay_another_tenants_event() -> None:
    async def life(world: World) -> None:
        await world.runtime.add_tenant(NEIGHBOUR, "EMEA")
        calm, busy = await world.arrive("calm", NEIGHBOUR), await world.arrive("busy")
        before = len(world.ledger.commits)
        world.ledger.gate.clear()
        flood = [asyncio.create_task(world.press(busy)) for _ in range(2_000)]
        await quiet()
        calmly = world.runtime.submit(NEIGHBOUR, KeyPressed(dialogue=calm, key="1"), "calm-1")
        asked = asyncio.create_task(calmly)
        await quiet()
        world.ledger.gate.set()
        await asyncio.gather(asked, *flood)
        kept = [batch for batch in world.ledger.commits[before:] if any(row.event_id == "calm-1" for row in batch.seen)]
        assert world.ledger.commits[before:].index(kept[0]) == 2, "the batch under way, the one behind it, and its own"

    lived(life)


def test_a_flood_of_timers_leaves_half_of_a_batch_and_every_tenant_its_turn() -> None:
    rows = [(TimerKey("busy", "dialogue", f"d{n}", "ask"), n, n) for n in range(1_000)]
    timers = Timers([*rows, (TimerKey("calm", "dialogue", "d", "ask"), 1, 999)])
    assert [mail.tenant for mail in timers.take_due(5_000, 4)].count("calm") == 1
    assert timers.next_ms() == 3

    async def life(world: World) -> None:
        dialogues = await asyncio.gather(*(world.arrive(f"call-{n}") for n in range(3 * BATCH)))
        await asyncio.gather(*(world.press(dialogue, "*") for dialogue in dialogues))
        before = len(world.ledger.commits)
        world.ledger.gate.clear()
        asked = [asyncio.create_task(world.press(dialogues[0]))]
        await quiet()
        world.clock.ms += 10_000
        asked += [asyncio.create_task(world.press(dialogue, "1", f"key-{dialogue}")) for dialogue in dialogues[:BATCH]]
        await quiet()
        world.ledger.gate.set()
        await asyncio.gather(*asked)
        assert [len(batch.seen) for batch in world.ledger.commits[before : before + 3]] == [0, BATCH // 2, BATCH // 2]

    lived(life)
