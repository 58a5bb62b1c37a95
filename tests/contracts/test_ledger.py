"""What every ledger must hold: all or nothing, one owner, gapless numbers, each tenant its own rows."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from flowengine.errors import EngineBug, Fenced, NotFound
from flowengine.ledger.chain import FIRST, first_break
from flowengine.ledger.port import AuditHead, Batch, DeadRecord, Lease, Ledger
from flowengine.ledger.postgres import PostgresLedger
from flowengine.ledger.record import (
    AuditEntry,
    ContentRow,
    CounterRow,
    DeadLetter,
    DialogueRow,
    DocumentRow,
    FloorRow,
    LegRow,
    Mark,
    OutboxRow,
    SeenRow,
    StoredCommand,
    StoredContent,
    StoredDocument,
    StoredEvent,
    StoredReply,
    StoredTrace,
    TimerRow,
    TraceRow,
    pack,
)
from flowengine.messages import KeyPressed, Say
from tests.contracts.stores import KINDS, empty, opened

SHARD = 7
A, B = "emea-anna", "emea-ben"
Proof = Callable[[Ledger, Lease], Awaitable[None]]


@pytest.fixture(params=KINDS)
def prove(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Proof], None]:
    """Run a proof on a ledger with two tenants in one shard."""

    where = empty(request, tmp_path)

    async def on_a_ledger(proof: Proof) -> None:
        async with opened(where) as ledger:
            await ledger.add_tenant(A, "EMEA", SHARD)
            await ledger.add_tenant(B, "EMEA", SHARD)
            await proof(ledger, await ledger.claim(SHARD, "me", 1_000))

    return lambda proof: asyncio.run(on_a_ledger(proof))


def trace(pos: int, tenant: str = A, subject: str = "d1") -> TraceRow:
    body = pack(StoredTrace(1, f"e{pos}", b"entropy", [("said", pos)]))
    return TraceRow(SHARD, tenant, pos, 1_000 + pos, "dialogue", subject, 0, body)


def command(n: int, tenant: str = A, recipient: str = "caller:d1", content: int = 0) -> OutboxRow:
    body = pack(StoredCommand(1, Say(dialogue="d1", content=content or n, language="en")))
    return OutboxRow(SHARD, tenant, recipient, n, f"e{n}:0", 1_000, body)


def said(n: int, words: str, tenant: str = A) -> ContentRow:
    return ContentRow(SHARD, tenant, "d1", n, "said", pack(StoredContent(1, words)))


def batch(pos: int = 0, **rows: Any) -> Batch:
    return Batch(at_ms=2_000, pos=pos, clocks={A: 2_000}, **rows)


FULL = {
    "seen": [SeenRow(SHARD, A, "e1", 2_000, pack(StoredReply(1, {"dialogue": "d1"})))],
    "dialogues": [DialogueRow(SHARD, A, "d1", "in_flow", b"state")],
    "legs": [LegRow(SHARD, A, "phone", "call-1", "d1", "caller", "open")],
    "timers": [TimerRow(SHARD, A, "dialogue", "d1", "ask", 3, 9_000)],
    "floor": [FloorRow(SHARD, A, "agent", "anna", b"row")],
    "documents": [DocumentRow(SHARD, A, "switch", "closed", 1, "h1", pack(StoredDocument(1, "{}")))],
    "trace": [trace(1), trace(2)],
    "content": [said(1, "Hello")],
    "outbox": [command(1), command(1, recipient="agent:anna")],
}


def test_what_was_committed_is_loaded(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=2, **FULL))
        boot = (await ledger.load(lease)).tenants[A]
        assert boot.dialogues == FULL["dialogues"]
        assert boot.legs == FULL["legs"]
        assert boot.timers == FULL["timers"]
        assert boot.floor == FULL["floor"]
        assert boot.documents == FULL["documents"]
        assert boot.streams == {"agent:anna": 1}
        assert (boot.last_ms, boot.active_ms, boot.last_generation) == (2_000, 2_000, 3)
        assert (await ledger.load(lease)).tenants[B].dialogues == []
        again = await ledger.claim(SHARD, "me", 3_000)
        assert (again.epoch, again.pos, again.commits) == (lease.epoch + 1, 2, 1)

    prove(proof)


def test_what_is_gone_is_not_loaded(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=2, **FULL))
        gone = {
            "dialogues": [DialogueRow(SHARD, A, "d1", "ended", b"last")],
            "timers": [TimerRow(SHARD, A, "dialogue", "d1", "ask", 3, None)],
            "floor": [FloorRow(SHARD, A, "agent", "anna", None)],
            "documents": [DocumentRow(SHARD, A, "switch", "closed", 2, "", None)],
        }
        await ledger.commit(lease, batch(pos=2, **gone))
        boot = (await ledger.load(lease)).tenants[A]
        assert (boot.dialogues, boot.legs, boot.timers, boot.floor, boot.documents) == ([], [], [], [], [])
        assert boot.streams == {"agent:anna": 1}
        assert boot.last_generation == 3, "a generation must never come back"
        assert await ledger.states(lease, A, ["d1", "d2"]) == {"d1": b"last"}
        record = await ledger.dialogue_of(A, "d1")
        assert record is not None
        assert (record.version, record.status) == (2, "ended")
        assert await ledger.leg_of(A, "phone", "call-1") == "d1", "what was said last is still asked for by the leg"
        assert await ledger.leg_of(A, "phone", "call-2") is None
        assert await ledger.leg_of(B, "phone", "call-1") is None

    prove(proof)


def test_a_fenced_owner_keeps_nothing(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        newer = await ledger.claim(SHARD, "other", 2_000)
        with pytest.raises(Fenced):
            await ledger.commit(lease, batch(pos=2, **FULL))
        for refused in (
            ledger.renew(lease, 2_000),
            ledger.forget_seen(lease, 2_000),
            ledger.drop_dead(lease, A, 1, "e9"),
            ledger.wipe_tenant(lease, A, []),
        ):
            with pytest.raises(Fenced):
                await refused
        assert await ledger.trace_after(A, 0, 10) == []
        assert (await ledger.load(newer)).tenants[A].dialogues == []
        await ledger.commit(newer, batch(pos=2, **FULL))

    prove(proof)


def test_a_batch_that_contradicts_is_refused_whole(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=2, **FULL))
        for contradiction in ({"seen": FULL["seen"]}, {"outbox": [command(2), command(1)]}):
            with pytest.raises(EngineBug):
                await ledger.commit(lease, batch(pos=3, trace=[trace(3)], **contradiction))
        assert [row.pos for row in await ledger.trace_after(A, 0, 10)] == [1, 2]
        assert [row.n for row in await ledger.commands_after(A, "caller:d1", 0, 10)] == [1]
        assert (await ledger.claim(SHARD, "me", 0)).pos == 2

    prove(proof)


def test_a_tenant_sees_its_own_rows_only(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        same = FULL["seen"][0]._replace(tenant=B, reply=b"other")
        rows = {"trace": [*FULL["trace"], trace(3, B)], "content": [said(1, "Hello"), said(1, "Secret", B)]}
        rows |= {"seen": [*FULL["seen"], same], "outbox": [*FULL["outbox"], command(1, B)]}
        await ledger.commit(lease, batch(pos=3, **FULL | rows))
        assert [row.pos for row in await ledger.trace_after(A, 0, 10)] == [1, 2]
        assert [row.pos for row in await ledger.trace_of(B, "dialogue", "d1")] == [3]
        assert [row.body for row in await ledger.content_of(A, "d1")] == ["Hello"]
        assert [row.content for row in await ledger.commands_after(B, "caller:d1", 0, 10)] == ["Secret"]
        assert await ledger.seen(lease, [(B, "e1"), (B, "e2")]) == {(B, "e1"): b"other"}
        assert await ledger.dialogue_of(B, "d1") is None
        with pytest.raises(NotFound):
            await ledger.trace_after("nora-none", 0, 10)

    prove(proof)


def test_trace_content_and_documents_are_read_back(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=2, **FULL))
        first, second = await ledger.trace_of(A, "dialogue", "d1")
        assert (first.stored.event_id, first.stored.entropy, first.stored.facts) == ("e1", b"entropy", [("said", 1)])
        assert await ledger.trace_after(A, 1, 10) == [second]
        assert await ledger.trace_after(A, 0, 1) == [first]
        assert await ledger.documents_of(A, "switch") == FULL["documents"]
        assert await ledger.documents_of(A, "user") == []
        assert [record.id for record in await ledger.dialogues_of(A, live=True)] == ["d1"]
        await ledger.commit(lease, batch(pos=2, content=[said(1, "written"), said(1, "written anew")]))
        assert (await ledger.content_of(A, "d1"))[0].body == "written anew"

    prove(proof)


def test_commands_are_read_with_their_content_and_marked(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        rows = {"outbox": [command(1), command(2), command(3, content=9)], "content": [said(1, "one"), said(2, "two")]}
        await ledger.commit(lease, batch(**rows))
        found = await ledger.commands_after(A, "caller:d1", 1, 10)
        assert [(row.n, row.id, row.content) for row in found] == [(2, "e2:0", "two"), (3, "e3:0", None)]
        assert await ledger.first_unacknowledged(A, "caller:d1") == 1
        marks = [Mark(3_000, SHARD, A, "caller:d1", 1, 2)]
        await ledger.commit(lease, batch(sent=marks, acknowledged=marks))
        assert await ledger.first_unacknowledged(A, "caller:d1") == 3

    prove(proof)


def test_the_inbox_is_gapless_takes_each_event_once_and_is_emptied(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=2, **FULL))  # e1 was dealt with
        key = KeyPressed(dialogue="d1", key="4")
        await ledger.accept(SHARD, [(A, "e1", key), (A, "e2", key), (B, "e2", key)], 2_000)
        await ledger.accept(SHARD, [(A, "e2", key), (A, "e3", key)], 2_000)
        waiting = (await ledger.load(lease)).inbox
        assert [tuple(row) for row in waiting] == [(1, A, "e2", key), (2, B, "e2", key), (3, A, "e3", key)]
        assert [row.body for row in await ledger.content_of(A, "d1")] == ["Hello"], "not a word that was said yet"
        await ledger.commit(lease, batch(pos=2, upto=2))
        assert [row.seq for row in (await ledger.load(lease)).inbox] == [3]
        assert (await ledger.claim(SHARD, "me", 0)).head == 2

    prove(proof)


def test_dead_letters_keep_the_event_apart_from_its_error(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        event = KeyPressed(dialogue="d1", key="4")
        letter = DeadLetter(A, "e9", 2_000, "d1", "KeyPressed", "ZeroDivisionError", pack(StoredEvent(1, event)))
        await ledger.commit(lease, batch(dead=[letter, letter]))
        found = await ledger.dead_of(A)
        assert found == [DeadRecord(n, "e9", 2_000, "KeyPressed", "ZeroDivisionError", event, "d1") for n in (1, 2)]
        assert await ledger.dead_of(B) == []
        assert await ledger.content_of(A, "d1") == []
        for gone in ((B, 1, "e9"), (A, 3, "e9"), (A, 1, "another")):
            assert not await ledger.drop_dead(lease, *gone)
        assert await ledger.drop_dead(lease, A, 1, "e9")
        assert not await ledger.drop_dead(lease, A, 1, "e9")
        assert await ledger.dead_of(A) == found[1:]

    prove(proof)


def test_replies_are_kept_for_as_long_as_promised(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=2, **FULL))
        await ledger.forget_seen(lease, 2_000)
        assert (A, "e1") in await ledger.seen(lease, [(A, "e1")])
        await ledger.forget_seen(lease, 2_001)
        if not isinstance(ledger, PostgresLedger):  # which forgets whole days: tests/ledger/test_postgres_days.py
            assert await ledger.seen(lease, [(A, "e1")]) == {}

    prove(proof)


def test_a_renewed_lease_tells_when_the_owner_was_alive(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=2, **FULL))
        await ledger.renew(lease, 5_000)
        newer = await ledger.claim(SHARD, "me", 60_000)
        boot = await ledger.load(newer)
        assert (boot.tenants[A].active_ms, boot.tenants[A].last_ms) == (5_000, 2_000)
        assert boot.tenants[B].active_ms == 0, "a tenant that never had an event was not down"

    prove(proof)


def test_a_wiped_tenant_is_empty_and_its_neighbour_whole(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(pos=3, **FULL | {"trace": [*FULL["trace"], trace(3, B)]}))
        first = [DocumentRow(SHARD, A, "switch", "open", 1, "h2", pack(StoredDocument(1, "{}")))]
        await ledger.wipe_tenant(lease, A, first)
        boot = (await ledger.load(lease)).tenants[A]
        assert (boot.dialogues, boot.timers, boot.documents, boot.streams) == ([], [], first, {})
        assert await ledger.trace_after(A, 0, 10) == []
        assert [row.pos for row in await ledger.trace_after(B, 0, 10)] == [3]
        assert (await ledger.claim(SHARD, "me", 0)).pos == 3

    prove(proof)


def test_many_rows_in_one_batch(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        many = {
            "trace": [trace(pos) for pos in range(1, 300)],
            "outbox": [command(n) for n in range(1, 300)],
            "timers": [TimerRow(SHARD, A, "dialogue", f"d{n}", "ask", n, n) for n in range(1, 300)],
        }
        await ledger.commit(lease, batch(pos=299, **many))
        assert [row.pos for row in await ledger.trace_after(A, 0, 1_000)] == list(range(1, 300))
        assert [row.n for row in await ledger.commands_after(A, "caller:d1", 0, 1_000)] == list(range(1, 300))
        gone = [row._replace(due_ms=None) for row in many["timers"][:-1]]
        await ledger.commit(lease, batch(pos=299, timers=gone))
        assert [row.owner for row in (await ledger.load(lease)).tenants[A].timers] == ["d299"]

    prove(proof)


def counted(start_ms: int, n: int, ms: int, tenant: str = A, what: str = "answered") -> CounterRow:
    return CounterRow(SHARD, tenant, "queue", start_ms, "support", "sales", "voice", "", what, 5, n, ms)


def test_counters_are_added_up(prove: Callable[[Proof], None]) -> None:
    """Within a batch, over batches, and over the intervals of a span; each tenant and kind for itself."""

    async def proof(ledger: Ledger, lease: Lease) -> None:
        rows = [counted(0, 1, 100), counted(0, 1, 50), counted(900_000, 1, 7), counted(0, 9, 9, tenant=B)]
        await ledger.commit(lease, batch(counters=rows))
        await ledger.commit(lease, batch(counters=[counted(0, 1, 1), counted(0, 2, 0, what="abandoned")]))
        first, both, none = await ledger.counters_of(A, "queue", [(0, 900_000), (0, 1_800_000), (900_001, 2_000_000)])
        assert first == [counted(0, 2, 0, what="abandoned"), counted(0, 3, 151)]
        assert both == [counted(0, 2, 0, what="abandoned"), counted(0, 4, 158)]
        assert none == []
        assert await ledger.counters_of(A, "skill", [(0, 900_000)]) == [[]]
        assert await ledger.counters_of(B, "queue", [(0, 900_000)]) == [[counted(0, 9, 9, tenant=B)]]
        kept = [counted(0, 2, 0, what="abandoned"), counted(0, 3, 151), counted(900_000, 1, 7)]
        assert await ledger.every_counter(A) == kept

    prove(proof)


def test_counters_are_replaced_as_a_whole(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(counters=[counted(0, 1, 100), counted(0, 9, 9, tenant=B)]))
        await ledger.replace_counters(lease, A, [counted(900_000, 4, 4)])
        assert await ledger.counters_of(A, "queue", [(0, 2_000_000)]) == [[counted(0, 4, 4)]]
        assert await ledger.counters_of(B, "queue", [(0, 2_000_000)]) == [[counted(0, 9, 9, tenant=B)]]
        await ledger.claim(SHARD, "other", 2_000)
        with pytest.raises(Fenced):
            await ledger.replace_counters(lease, A, [])
        assert await ledger.counters_of(A, "queue", [(0, 2_000_000)]) == [[counted(0, 4, 4)]]

    prove(proof)


def audited(what: str, tenant: str = A, **body: Any) -> AuditEntry:
    return AuditEntry(SHARD, tenant, 2_000, "alex", what, body)


def test_the_audit_is_a_chain_per_tenant(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        await ledger.commit(lease, batch(audit=[audited("switched", name="storm"), audited("live", number=3)]))
        await ledger.commit(lease, batch(audit=[audited("live", tenant=B), audited("retired", number=2)]))
        links = await ledger.audit_of(A, 0, 10)
        assert [(link.seq, link.what, link.body) for link in links] == [
            (1, "switched", {"name": "storm"}),
            (2, "live", {"number": 3}),
            (3, "retired", {"number": 2}),
        ]
        assert first_break(A, links) is None
        assert first_break(A, links[1:], links[0].hash, 1) is None
        assert await ledger.audit_of(A, 2, 10) == links[2:]
        assert await ledger.audit_of(A, 0, 1) == links[:1]
        assert [link.seq for link in await ledger.audit_of(B, 0, 10)] == [1]
        assert first_break(B, links) is not None, "another tenant's links are no chain of ours"
        head = await ledger.audit_head(A)
        assert head == AuditHead(3, links[-1].hash)
        assert first_break(A, links, head=head) is None
        await ledger.wipe_tenant(lease, A, [])
        assert await ledger.audit_head(A) == AuditHead(0, FIRST)

    prove(proof)


def test_a_batch_that_fails_counts_and_links_nothing(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        newer = await ledger.claim(SHARD, "other", 2_000)
        with pytest.raises(Fenced):
            await ledger.commit(lease, batch(counters=[counted(0, 1, 1)], audit=[audited("live")]))
        assert await ledger.counters_of(A, "queue", [(0, 900_000)]) == [[]]
        await ledger.commit(newer, batch(audit=[audited("live")]))
        assert [link.seq for link in await ledger.audit_of(A, 0, 10)] == [1]

    prove(proof)
