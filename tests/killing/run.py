"""Three real servers, one PostgreSQL, many callers, and kill -9 every two seconds: `python -m tests.killing.run 60`."""

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.killing.caller import GIVES_UP_S, Caller
from tests.killing.nodes import Killer, cell
from tests.killing.oracle import judge
from tests.ports import own_port
from tests.postgres import private

NODES = 3
AT_ONCE = 8
EVERY_S = 2.0


async def calls(urls: list[str], seconds: float, seed: int, gives_up_s: float = GIVES_UP_S) -> list[Caller]:
    """Callers one after the other in some lanes until the time is over; every one of them lives to its end."""
    made: list[Caller] = []
    end = time.monotonic() + seconds

    async def lane() -> None:
        while time.monotonic() < end:
            made.append(caller := Caller(len(made), urls, seed, gives_up_s))
            await caller.live()

    await asyncio.gather(*(lane() for _ in range(AT_ONCE)))
    return made


def survive(folder: Path, url: str, seconds: float, seed: int) -> dict[str, int]:
    """The figures of one run. Raises AssertionError for anything lost, doubled or out of order."""
    with cell(folder, url, [own_port() for _ in range(2 * NODES)]) as nodes:
        with Killer(nodes, EVERY_S, seed) as killer:
            callers = asyncio.run(calls([node.url for node in nodes], seconds, seed))
        found = asyncio.run(judge(url, callers))
        said = len([event for caller in callers for event in caller.acknowledged])
        again = sum(caller.resent for caller in callers)
        return {"kills": len(killer.kills), "callers": len(callers), "acknowledged": said, "sent again": again, **found}


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    with tempfile.TemporaryDirectory() as folder, private() as server, server.fresh() as url:
        found = survive(Path(folder), url, seconds, seed)
    figures = ", ".join(f"{n} {what}" for what, n in found.items())
    print(f"seed {seed}: {figures}; lost 0, doubled 0, out of order 0")  # a command says what it found
    return 0


if __name__ == "__main__":
    sys.exit(main())
