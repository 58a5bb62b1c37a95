"""The same seed is the same life, event for event: in this process, in another one, and whatever its hashes are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.casts import CASTS
from tests.simulation.life import Life

ROOT = Path(__file__).parents[2]


def digest(seed: int) -> str:
    return Life(seed, CASTS["callers"]()).live().digest()


@pytest.mark.parametrize("seed", range(10))
def test_same_seed_same_life(seed: int) -> None:
    assert digest(seed) == digest(seed)


def test_hashes_of_text_change_nothing() -> None:
    command = [sys.executable, "-m", "tests.simulation", "7", "--hash"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": chance}, stdout=subprocess.PIPE)
        for chance in ("1", "2")
    ]
    said = [process.communicate(timeout=60)[0].decode().strip() for process in running]
    assert said == [digest(7)] * 2


def test_another_seed_is_another_life() -> None:
    assert digest(1) != digest(2)
