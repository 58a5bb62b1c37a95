"""A server whose disk is full in the middle of its work: it says so, loses nothing, and goes on when there is room."""

import asyncio
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from flowengine.ledger.schema import APPLICATION_ID
from flowengine.ledger.sqlite import SqliteLedger
from tests.main.served import TENANT, Client, served, until
from tests.main.terminal import run
from tests.ports import own_port


@pytest.mark.skipif(sys.platform != "linux", reason="a limit is set on another process")
def test_a_server_on_a_full_disk(tmp_path: Path) -> None:
    """What is full is the server's limit on files: the system refuses its writes, as it does on a full disk."""
    data = tmp_path / "data"
    with served(data) as server:
        caller, boss = server.client(), server.client()
        boss.sign_in()
        dialogue = caller.call("+442079460100")
        pid = server.server_pid()
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        full = data.joinpath("ledger.sqlite-wal").stat().st_size + 200_000
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (full, before[1]))
        kept = [dialogue, *called_until_refused(server.client())]
        status, told = caller.does({"type": "KeyPressed", "key": "1"}, "first")
        assert status == 503
        assert told["code"] == "store_unavailable"
        until(lambda: boss("GET", f"/api/dialogues/{dialogue}")[0] == 200)  # looking works on
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        until(lambda: caller.does({"type": "KeyPressed", "key": "1"}, "first")[0] in (200, 202))
        assert server.server_pid() == pid, "nobody had to start it again"
        for one in kept:
            assert boss("GET", f"/api/dialogues/{one}")[0] == 200
    assert set(asyncio.run(dialogues_in(data))) >= set(kept), "something that was promised is lost"


async def dialogues_in(data: Path) -> list[str]:
    ledger = SqliteLedger.open(data / "ledger.sqlite")
    found = [row.id for row in await ledger.dialogues_of(TENANT, live=False)]
    await ledger.close()
    return found


def called_until_refused(client: Client) -> list[str]:
    """The dialogues that were promised."""
    found = []
    for _ in range(500):
        body = {"address": "+442079460100", "channel": "voice", "number": "+447700900123"}
        status, answer = client("POST", f"/api/visit/{TENANT}", body)
        if status == 503:
            assert "kept" in answer["detail"] or "store" in answer["detail"]
            return found
        if status == 429:
            continue
        assert status == 201, answer
        found.append(answer["dialogue"])
    raise AssertionError(f"the disk never was full ({os.getpid()})")


def damaged(place: Path) -> None:
    place.mkdir()
    (place / "ledger.sqlite").write_bytes(b"Dear diary, " * 1_000)


def newer(place: Path) -> None:
    place.mkdir()
    db = apsw.Connection(str(place / "ledger.sqlite"))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 99")
    db.close()


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda place: place.write_text("no folder"), "is not a folder: the data cannot lie there. Name another one."),
        (damaged, "is damaged or not a ledger: put it aside and restore a backup."),
        (newer, "newer Dialogue Studio"),
    ],
)
def test_a_server_that_cannot_start_says_why(tmp_path: Path, made: Callable[[Path], object], told: str) -> None:
    place = tmp_path / "data"
    made(place)
    said = run("serve", "--data", place, "--no-open", "--port", str(own_port()))
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert said.err.startswith(str(place))
    assert len(said.err.splitlines()) == 1
