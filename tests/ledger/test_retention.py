"""What is erased from the ledger: exactly what is old enough, in small steps, and nothing of a dialogue that is on."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest

from flowengine.errors import Fenced
from flowengine.ledger.port import Batch, Lease
from flowengine.ledger.postgres import BY_DAY, PostgresLedger
from flowengine.ledger.record import (
    ContentRow,
    CounterRow,
    DeadLetter,
    DialogueRow,
    DocumentRow,
    LegRow,
    OutboxRow,
    StoredCommand,
    StoredContent,
    StoredDocument,
    StoredEvent,
    StoredTrace,
    TraceRow,
    pack,
)
from flowengine.ledger.retention import KINDS, Kind, Old
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.ledger.sqlite_tables import SqliteSource
from flowengine.messages import HangUp, KeyPressed, Stamp, derive_id

SHARD = 7
A, B = "emea-anna", "emea-ben"
OLD, NEW, CUT = 1_000_000_000_000, 1_000_900_000_000, 1_000_500_000_000
Store: TypeAlias = SqliteLedger | PostgresLedger
Proof = Callable[[Store, Lease], Awaitable[None]]


def of(at_ms: int, n: int) -> str:
    return derive_id(Stamp("e", at_ms, bytes([n]) * 16), 1)


ENDED, FRESH, LIVE, ELSEWHERE = of(OLD, 1), of(NEW, 2), of(OLD, 3), of(OLD, 4)


def rows_of(tenant: str, dialogue: str, at_ms: int, pos: int, *, live: bool = False) -> Batch:
    """A little of everything of one dialogue."""
    key = (SHARD, tenant)
    content = [
        ContentRow(*key, dialogue, n, cls, pack(StoredContent(1, f"Ann {cls} {n}")))
        for n, cls in enumerate(("caller", "said", "heard"), 1)
    ]
    commands = [
        OutboxRow(
            *key,
            recipient,
            n,
            f"{dialogue}:{n}",
            at_ms,
            pack(StoredCommand(2, HangUp(dialogue=dialogue, reason="completed"))),
        )
        for recipient, n in ((f"caller:{dialogue}", 1), (f"caller:{dialogue}", 2), ("agent:anna", pos))
    ]
    trace = [
        TraceRow(*key, pos, at_ms, "dialogue", dialogue, 0, pack(StoredTrace(1, "e", b"", [("ended",)]))),
        TraceRow(*key, pos + 1, at_ms, "tenant", "", 1, pack(StoredTrace(1, "e", b"", [("synced",)]))),
    ]
    event = pack(StoredEvent(1, KeyPressed(dialogue=dialogue, key="1")))
    return Batch(
        at_ms=at_ms,
        pos=pos + 1,
        content=content,
        outbox=commands,
        trace=trace,
        dialogues=[DialogueRow(*key, dialogue, "queued" if live else "ended", b"state")],
        legs=[LegRow(*key, "phone", dialogue, dialogue, "caller", "open" if live else "ended")],
        dead=[DeadLetter(tenant, dialogue, at_ms, dialogue, "KeyPressed", "why", event)],
        counters=[CounterRow(*key, "queue", at_ms, "sales", "sales", "voice", "", "enqueued", 0, 1, 0)],
    )


@pytest.fixture(params=["sqlite", "postgres"])
def prove(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Proof], None]:
    url = request.getfixturevalue("database") if request.param == "postgres" else ""
    return lambda proof: asyncio.run(on_a_ledger(proof, tmp_path, url))


async def on_a_ledger(proof: Proof, folder: Path, url: str = "") -> None:
    ledger: Store = await PostgresLedger.open(url) if url else SqliteLedger.open(folder / "ledger.sqlite")
    for tenant in (A, B):
        await ledger.add_tenant(tenant, "EMEA", SHARD)
    lease = await ledger.claim(SHARD, "me", 1)
    told = ((A, ENDED, OLD), (A, LIVE, OLD), (B, ELSEWHERE, OLD), (A, FRESH, NEW))
    for n, (tenant, dialogue, at_ms) in enumerate(told):
        await ledger.commit(lease, rows_of(tenant, dialogue, at_ms, 2 * n + 1, live=dialogue == LIVE))
    await proof(ledger, lease)
    await ledger.close()


def old(kind: Kind, n: int = 500, *, dry: bool = False) -> Old:
    classes = {"caller": CUT, "said": CUT, "heard": 0} if kind == "content" else {}
    return Old(kind, CUT, classes, n, dry)


async def all_steps(ledger: Store, lease: Lease, order: Old) -> tuple[dict[str, int], int]:
    """What went, and in how many steps."""
    gone: dict[str, int] = {}
    after, steps = "", 0
    while True:
        step = await ledger.forget_old(lease, A, order, after)
        steps += 1
        for name, n in step.gone.items():
            gone[name] = gone.get(name, 0) + n
        if not (after := step.after):
            return gone, steps


GOES: dict[Kind, dict[str, int]] = {
    "content": {"content.caller": 1, "content.said": 1},
    "dialogue": {"dialogues": 1},
    "trace": {"trace": 3},  # of the ended one, and two of the tenant
    "outbox": {"commands": 4},  # to the caller of the ended one, and to the desk but its last
    "dead": {"dead": 2},
    "counter": {"counters": 1},
}


@pytest.mark.parametrize("n", [1, 2, 500])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_old_goes_and_nothing_else(tmp_path: Path, kind: Kind, n: int) -> None:
    asyncio.run(on_a_ledger(what_is_old_goes(kind, n), tmp_path))


def test_the_same_on_postgresql(tmp_path: Path, database: str) -> None:
    """One after the other: none of them takes what is another's."""

    async def proof(ledger: Store, lease: Lease) -> None:
        for kind in KINDS:
            await what_is_old_goes(kind, 2)(ledger, lease)

    asyncio.run(on_a_ledger(proof, tmp_path, database))


def what_is_old_goes(kind: Kind, n: int) -> Proof:
    async def proof(ledger: Store, lease: Lease) -> None:
        goes = {} if kind in BY_DAY and isinstance(ledger, PostgresLedger) else GOES[kind]  # no day is over yet
        would, steps = await all_steps(ledger, lease, old(kind, n, dry=True))
        assert would == goes
        assert steps > 1 or n > 1 or not goes, "a step looks at so many rows and no more"
        untouched = [await everything(ledger, tenant) for tenant in (A, B)]
        gone, _ = await all_steps(ledger, lease, old(kind, n))
        assert gone == goes
        assert await everything(ledger, B) == untouched[1]
        for dialogue in (LIVE, FRESH):
            of_before, of_now = untouched[0][dialogue], (await everything(ledger, A))[dialogue]
            assert of_now == of_before or kind == "dead", "of a dialogue that is on, or young, something went"
        assert (await all_steps(ledger, lease, old(kind, n)))[0] == {}

    return proof


async def everything(ledger: Store, tenant: str) -> dict[str, object]:
    found: dict[str, object] = {"counters": await ledger.every_counter(tenant)}
    for each in (ENDED, FRESH, LIVE, ELSEWHERE):
        found[each] = (
            [record.n for record in await ledger.content_of(tenant, each)],
            [record.n for record in await ledger.commands_after(tenant, f"caller:{each}", 0, 10)],
            [record.pos for record in await ledger.trace_of(tenant, "dialogue", each)],
            await ledger.dialogue_of(tenant, each),
        )
    return found


def test_numbers_of_a_desk_go_on_and_the_live_are_loaded(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Store, lease: Lease) -> None:
        for kind in KINDS:
            await all_steps(ledger, lease, old(kind))
        await all_steps(ledger, lease, Old("outbox", 1 << 60))
        boot = (await ledger.load(lease)).tenants[A]
        assert boot.streams == {"agent:anna": 7}
        assert [row.id for row in boot.dialogues] == [LIVE]
        assert [row.dialogue for row in boot.legs] == [LIVE]

    prove(proof)


def test_a_fenced_owner_erases_nothing(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Store, lease: Lease) -> None:
        await ledger.claim(SHARD, "another", 2)
        for kind in KINDS:
            with pytest.raises(Fenced):
                await ledger.forget_old(lease, A, old(kind), "")
        with pytest.raises(Fenced):
            await ledger.forget_dialogues(lease, A, [ENDED])
        with pytest.raises(Fenced):
            await ledger.forget_content(lease, A, [(ENDED, 1, "caller")])
        assert len(await ledger.content_of(A, ENDED)) == 3

    prove(proof)


def test_words_are_found_whatever_their_case_and_erased_one_by_one(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Store, lease: Lease) -> None:
        for n in (1, 3, 500):
            found, after, more = [], "", True
            while more:
                step = await ledger.find_content(A, [b"ann said", b"nowhere"], after, n)
                found += step.rows
                after, more = step.after, bool(step.after)
            assert sorted(found) == sorted((each, 2, "said") for each in (ENDED, LIVE, FRESH))
        assert await ledger.forget_content(lease, A, [(ENDED, 2, "said"), (ENDED, 2, "heard")]) == 1
        assert [record.n for record in await ledger.content_of(A, ENDED)] == [1, 3]
        assert await ledger.forget_dialogues(lease, A, [ENDED, ELSEWHERE]) == 3, "the dead letter's event goes, too"
        assert len(await ledger.content_of(B, ELSEWHERE)) == 3

    prove(proof)


class Moves:
    """Rows of all sizes that grow among each other, so that SQLite moves many of them from page to page."""

    def __init__(self) -> None:
        self._chance = random.Random(3)  # noqa: S311  # the same moves each time
        self.names = [of(OLD + n, n % 256) for n in range(150)]

    def word(self, name: str) -> bytes:
        return f"PERSON{self.names.index(name):04d}".encode()

    async def live(self, ledger: Store, lease: Lease, steps: range) -> None:
        chance = self._chance
        for step in steps:
            rows, states = [], []
            for name in chance.sample(self.names[step // 4 : step // 4 + 20], 4):
                word = self.word(name)
                text = word.decode() + "y" * chance.choice([3, 20, 80, 300, 900, 5_000])
                rows.append(ContentRow(SHARD, A, name, step + 1, "said", pack(StoredContent(1, text))))
                states.append(DialogueRow(SHARD, A, name, "in_flow", word + bytes(chance.randint(200, 1_500))))
            await ledger.commit(lease, Batch(at_ms=1, pos=0, content=rows, dialogues=states))


def test_no_byte_of_what_was_erased_is_left(tmp_path: Path) -> None:
    moves, file = Moves(), tmp_path / "ledger.sqlite"
    names, live, word = moves.names, moves.live, moves.word

    async def run() -> None:
        ledger = SqliteLedger.open(file)
        await ledger.add_tenant(A, "EMEA", SHARD)
        lease = await ledger.claim(SHARD, "me", 1)
        await live(ledger, lease, range(400))
        over = [DialogueRow(SHARD, A, name, "ended", b"over") for name in names]
        await ledger.commit(lease, Batch(at_ms=1, pos=0, dialogues=over))
        gone = names[:60:2]
        await ledger.forget_dialogues(lease, A, gone)
        kept = [len(await ledger.content_of(A, name)) for name in names]
        writing = asyncio.create_task(live(ledger, lease, range(400, 500)))  # callers go on meanwhile
        await ledger.purge()
        body = file.read_bytes() + file.with_name(file.name + "-wal").read_bytes()
        assert [name for name in gone if word(name) in body] == []
        await writing
        beside = [ContentRow(SHARD, A, name, 10_000, "said", b"\x92\x01\xa0") for name in names[1:60:2]]
        await ledger.commit(lease, Batch(at_ms=1, pos=0, content=beside))  # on the pages that were cleaned
        assert [len(await ledger.content_of(A, name)) for name in names[:60:2]] == kept[:60:2]
        assert ledger._writer.pragma("integrity_check") == "ok"
        await ledger.close()
        assert [name for name in gone if word(name) in file.read_bytes()] == []

    asyncio.run(run())


def test_who_looks_at_an_old_moment_puts_the_overwriting_off(tmp_path: Path) -> None:
    async def proof(ledger: Store, lease: Lease) -> None:
        assert isinstance(ledger, SqliteLedger)
        backup = SqliteSource(ledger.path)
        await ledger.forget_dialogues(lease, A, [ENDED])
        purging = asyncio.create_task(ledger.purge())
        await ledger.commit(lease, rows_of(A, of(NEW, 9), NEW, 9))  # nobody is held up
        assert not purging.done()
        backup.close()
        assert await purging

    asyncio.run(on_a_ledger(proof, tmp_path))


def test_days_go_when_the_last_tenant_lets_them(database: str, tmp_path: Path) -> None:
    async def proof(ledger: Store, lease: Lease) -> None:
        assert isinstance(ledger, PostgresLedger)
        await ledger._ask(lambda db: db.execute("SELECT make_days(store_day() - 500, store_day() - 500)"))
        for table in BY_DAY:
            await ledger._ask(lambda db, of=table: db.execute(f"UPDATE {of} SET day = day - 500"))  # type: ignore[misc]  # noqa: S608  # two names
        await keep_for(ledger, lease, 600)
        now = Old("trace", before_ms=1 << 60)
        assert (await ledger.forget_old(lease, A, now, "")).gone == {}
        await keep_for(ledger, lease, 450)
        would = await ledger.forget_old(lease, A, Old("trace", before_ms=1 << 60, dry=True), "")
        assert would.gone == {"trace": 6}
        assert (await ledger.forget_old(lease, A, now, "")).gone == {"trace_days": 1}
        assert await ledger.trace_after(A, 0, 10) == []
        assert (await ledger.forget_old(lease, A, Old("outbox", before_ms=1 << 60), "")).gone == {"commands_days": 1}
        assert (await ledger.load(lease)).tenants[A].streams == {"agent:anna": 7}
        assert await ledger.purge() is False

    asyncio.run(on_a_ledger(proof, tmp_path, database))


async def keep_for(ledger: Store, lease: Lease, days: int) -> None:
    """As one of the tenants wants it."""
    text = msgspec.json.encode({"id": B, "retention": {"trace": days, "commands": days}}).decode()
    row = DocumentRow(SHARD, B, "tenant", "tenant", days, "", pack(StoredDocument(1, text)))
    await ledger.commit(lease, Batch(at_ms=1, pos=8, documents=[row]))
