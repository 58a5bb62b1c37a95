"""Personal content stands in one table: what a caller is and says is found nowhere else once the dialogue is over."""

import asyncio
from pathlib import Path

import apsw
import msgspec

from flowengine.ledger.port import Batch
from flowengine.ledger.record import DeadLetter, StoredEvent, pack
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.messages import CallerNoted, DirectoryChange, DirectorySynced, Event
from tests.main.served import served, until

NAME, NUMBER, WORDS, BORN = "Canary Finch", "+447700900177", "canary words in a chat", "19840229"


def tables_with(path: Path, words: str) -> set[str]:
    """The tables in which some cell holds these words, as text or inside a packed body."""
    found = set()
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in db.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # the names come from the file itself
            cells = (cell.encode() if isinstance(cell, str) else cell for cell in row if isinstance(cell, str | bytes))
            if any(words.encode() in cell for cell in cells):
                found.add(table)
    return found


def test_what_a_caller_is_and_says_stands_in_content_alone(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        editor, caller, patient = server.client(), server.client(), server.client()
        editor.sign_in()
        chat = caller.call("chat:hartley", "chat", number=NUMBER, name=NAME, language="en")
        caller.does({"type": "TextReceived", "text": WORDS})
        call = patient.call("+442079460101", language="en", number=NUMBER, name=NAME)
        for key in BORN:
            patient.does({"type": "KeyPressed", "key": key})
        for person in (caller, patient):
            person.does({"type": "CallerHungUp"})
        ended = [f"/api/dialogues/{dialogue}" for dialogue in (chat, call)]
        until(lambda: all(editor("GET", path)[1].get("status") == "ended" for path in ended))
    ledger = tmp_path / "ledger.sqlite"
    assert tables_with(ledger, NAME) == {"content"}
    assert tables_with(ledger, NUMBER) == {"content"}
    assert tables_with(ledger, WORDS) == {"content"}
    assert tables_with(ledger, "•••") == {"content"}, "the answer was heard, and masked"
    assert tables_with(ledger, BORN) == set(), "a sensitive answer is written nowhere"


PERSON = {"name": NAME, "directory_id": "d", "object_id": "o", "roles": {}}
UNTAKEN: list[Event] = [
    CallerNoted(number=NUMBER, name=NAME, attributes={"words": WORDS}, author="dora"),
    DirectorySynced(
        changes=(
            DirectoryChange("user", "finch", msgspec.json.encode(PERSON).decode()),
            DirectoryChange("blocked_caller", NUMBER, msgspec.json.encode({"reason": WORDS}).decode()),
        )
    ),
]


def test_an_event_that_waits_for_its_owner_is_content_too(tmp_path: Path) -> None:
    """Inbox and dead letters say of what kind it is; what it says stands in content, and goes with the event."""
    file = tmp_path / "ledger.sqlite"

    async def life() -> None:
        ledger = SqliteLedger.open(file)
        await ledger.add_tenant("emea-x", "EMEA", 1)
        await ledger.accept(1, [("emea-x", f"e{n}", event) for n, event in enumerate(UNTAKEN)], 1)
        for words in (NAME, NUMBER, WORDS):
            assert tables_with(file, words) == {"content"}
        lease = await ledger.claim(1, "me", 1)
        boot = await ledger.load(lease)
        assert [row.event for row in boot.inbox] == UNTAKEN
        await ledger.commit(lease, Batch(at_ms=1, pos=0, upto=len(UNTAKEN)))
        for words in (NAME, NUMBER, WORDS):
            assert tables_with(file, words) == set()
        letters = [
            DeadLetter("emea-x", f"e{n}", 1, "", type(event).__name__, "", pack(StoredEvent(1, event)))
            for n, event in enumerate(UNTAKEN)
        ]
        await ledger.commit(lease, Batch(at_ms=1, pos=0, dead=letters))
        for words in (NAME, NUMBER, WORDS):
            assert tables_with(file, words) == {"content"}
        await ledger.close()

    asyncio.run(life())
