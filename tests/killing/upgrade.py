"""A new version comes to a cell that is called all the time: `python -m tests.killing.upgrade OLDER [SECONDS] [SEED]`.

Two nodes run the code of the commit OLDER; each in turn is ended in order and started with the code of this tree.
Whoever calls or chats meanwhile sends again what nobody answered, as pages do, and meets nothing else.
"""

import asyncio
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.killing.caller import Caller
from tests.killing.nodes import Node, cell
from tests.killing.oracle import judge
from tests.killing.run import calls
from tests.main.round_robin import Talkers
from tests.main.served import ROOT
from tests.ports import own_port
from tests.postgres import private

NODES = 2


@contextmanager
def tree_of(commit: str, folder: Path) -> Iterator[Path]:
    """The tree of a commit, beside this one."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--quiet", "--detach", str(folder), commit], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=True)


async def replaced(nodes: list[Node], seconds: float, seed: int) -> list[Caller]:
    """Calls for so long; each node in turn is replaced while they go on."""
    calling = asyncio.create_task(calls([node.url for node in nodes], seconds, seed))
    for node in nodes:
        await asyncio.sleep(seconds / (NODES + 1))
        await asyncio.to_thread(node.replace, ROOT)
    return await calling


def upgrade(older: str, folder: Path, database: str, seconds: float, seed: int) -> dict[str, object]:
    """What callers met, and what is kept. Raises AssertionError for anything lost, doubled, out of order or refused."""
    with (
        tree_of(older, folder / "older") as code,
        cell(folder, database, [own_port() for _ in range(2 * NODES)], code) as nodes,
    ):
        with Talkers([node.url for node in nodes]) as talkers:
            callers = asyncio.run(replaced(nodes, seconds, seed))
        assert talkers.faults == [], talkers.faults[:3]
        kept = asyncio.run(judge(database, callers))
        told = sum((caller.told for caller in callers), Counter(talkers.told))
        waited = {"no answer" if status == 0 else str(status): n for status, n in sorted(told.items())}
        return {"callers": len(callers), "chats": len(talkers.said), "asked again after": waited or "nothing", **kept}


def main() -> int:
    older = sys.argv[1]
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    with tempfile.TemporaryDirectory() as folder, private() as server, server.fresh() as url:
        found = upgrade(older, Path(folder), url, seconds, seed)
    figures = ", ".join(f"{what}: {n}" for what, n in found.items())
    print(f"from {older}, seed {seed}: {figures}; lost 0, doubled 0, out of order 0")  # a command says what it found
    return 0


if __name__ == "__main__":
    sys.exit(main())
