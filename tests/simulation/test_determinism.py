"""The same seed is the same life, event for event: in this process, in another one, and whatever its hashes are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.casts import CASTS
from tests.simulation.life import Life

ROOT = Path(__file__).parents[2]


def digest(seed: int, cast: str = "callers", nodes: int = 1) -> str:
    return Life(seed, CASTS[cast](), nodes=nodes).live().digest()


@pytest.mark.parametrize(("cast", "nodes"), [("callers", 1), ("callers", 3), ("hartley", 1), ("hartley", 2)])
def test_same_seed_same_life(cast: str, nodes: int) -> None:
    assert digest(1, cast, nodes) == digest(1, cast, nodes)


def test_hashes_of_text_change_nothing() -> None:
    command = [sys.executable, "-m", "tests.simulation", "7", "--nodes", "2", "--cast", "hartley", "--hash"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": chance}, stdout=subprocess.PIPE)
        for chance in ("1", "2")
    ]
    said = [process.communicate(timeout=60)[0].decode().strip() for process in running]
    assert said == [digest(7, "hartley", 2)] * 2


def test_another_seed_is_another_life() -> None:
    assert digest(1) != digest(2)
