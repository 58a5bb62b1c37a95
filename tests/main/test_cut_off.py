"""A move that is killed in the middle leaves a target that is none, and is simply done again."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flowengine.api.settings import Settings
from flowengine.cli import main
from flowengine.main.server import opened
from tests.main.served import ROOT
from tests.postgres import Server

# As `migrate` does it, by a process that dies when it has come to the tenants for the nth time: copied, then verified.
MOVED = """
import asyncio, os, signal, sys
from flowengine.ledger.copying import move
from flowengine.main.installation import named, source_of, target_of

left = int(sys.argv[3])

def tell(table, rows):
    global left
    left -= table == "tenant"
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

async def moved():
    async with source_of(named(sys.argv[1]), alone=True) as source:
        await move(source, await target_of(named(sys.argv[2])), sys.argv[2], tell)

asyncio.run(moved())
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_move_that_was_killed_is_done_again(
    kind: str, tmp_path: Path, postgres: Server, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async def something_is_kept() -> None:
        async with opened(tmp_path / "data", Settings()):
            pass

    asyncio.run(something_is_kept())
    source = f"sqlite:{tmp_path / 'data'}"
    target = f"sqlite:{tmp_path / 'there'}" if kind == "sqlite" else database
    for times in ("1", "2"):
        killed = subprocess.run([sys.executable, "-c", MOVED, source, target, times], cwd=ROOT, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert not (tmp_path / "there" / "ledger.sqlite").exists()
        if kind == "postgresql":
            held = postgres.run("SELECT count(*) FROM document", database=database.rpartition("/")[2])
            assert held == [(0,)], "the tables are there, and nothing in them"
    assert main(["migrate", source, target]) == 0
    assert "verified" in capsys.readouterr().out
    assert main(["migrate", target, f"sqlite:{tmp_path / 'back'}"]) == 0
    assert "1 tenants" in capsys.readouterr().out
