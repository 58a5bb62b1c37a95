"""PostgreSQL is gone for a minute while callers call: `python -m tests.killing.outage [SECONDS] [SEED] [--hang]`.

It is killed and started again, or with `--hang` stopped where it stands and let go on. What the probes, a signed-in
person, a hook and a live page are told meanwhile is printed as it changes; at the end nothing may be lost.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.api.hook_sender import Sender
from tests.killing.nodes import Node, cell
from tests.killing.oracle import judge
from tests.killing.run import calls
from tests.killing.witness import Told, Witness, hook_at
from tests.ports import own_port
from tests.postgres import Server, private

NODES = 2
BEFORE_S, AFTER_S = 2.0, 4.0  # of ordinary life
FURTHER_S = 60.0  # a caller waits for the outage and so much more


def take_away(server: Server, *, hangs: bool) -> None:
    if hangs:
        server.signal_all(signal.SIGSTOP)
    else:
        server.kill()


async def bring_back(server: Server, *, hangs: bool) -> None:
    """Returns when it answers. On the main thread, because a PostgreSQL ends with the thread that started it."""
    if hangs:
        server.signal_all(signal.SIGCONT)
    else:
        server.start(wait=False)
    await asyncio.to_thread(server.wait)


async def lived_through(server: Server, nodes: list[Node], sender: Sender, given: argparse.Namespace) -> Told:
    """The callers' ends, and when everything was as before."""
    told = Told()
    urls = [node.url for node in nodes]
    with Witness(nodes, sender, told) as witness:
        await asyncio.to_thread(told.await_first_looks, witness.asks)
        lasts_s = BEFORE_S + given.seconds + AFTER_S
        calling = asyncio.create_task(calls(urls, lasts_s, given.seed, given.seconds + FURTHER_S))
        await asyncio.sleep(BEFORE_S)
        told.begin()
        await asyncio.to_thread(take_away, server, hangs=given.hang)
        await asyncio.sleep(given.seconds)
        await asyncio.to_thread(told.await_all_told)
        await bring_back(server, hangs=given.hang)
        told.back_s = time.monotonic()
        await asyncio.to_thread(told.await_all_well)
        told.callers = await calling
    return told


def outage(server: Server, url: str, folder: Path, given: argparse.Namespace) -> dict[str, object]:
    """The figures of one. Raises AssertionError for anything lost, doubled or out of order."""
    with cell(folder, url, [own_port() for _ in range(2 * NODES)]) as nodes:
        told = asyncio.run(lived_through(server, nodes, hook_at(nodes[0]), given))
        waited = sum((caller.told for caller in told.callers), Counter[int]())
        kept = asyncio.run(judge(url, told.callers))
        return {
            "all well after": f"{told.well_s:.1f} s",
            "longest waited for": {what: f"{took_s:.1f} s" for what, took_s in sorted(told.slowest_s.items())},
            "callers": len(told.callers),
            "told to come again": {status or "no answer": n for status, n in sorted(waited.items())},
            **kept,
        }


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.killing.outage", description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=65.0)
    parser.add_argument("seed", nargs="?", type=int, default=7)
    parser.add_argument("--hang", action="store_true", help="it does not end, it stands still")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, private() as server, server.fresh() as url:
        found = outage(server, url, Path(folder), given)
    print(", ".join(f"{what}: {n}" for what, n in found.items()) + "; lost 0, doubled 0, out of order 0")
    return 0


if __name__ == "__main__":
    sys.exit(main())
