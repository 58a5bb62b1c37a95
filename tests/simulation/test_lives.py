"""Whole lives under many seeds: nothing that was answered is lost, nothing is done twice, and everybody is served."""

import pytest

from tests.simulation.casts import CASTS
from tests.simulation.life import Life

SEEDS = 500
AT_ONCE = 25  # seeds of one test


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_nothing_is_lost(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        try:
            Life(seed, CASTS["callers"]()).live()
        except Exception as wrong:
            wrong.add_note(f"read it: python -m tests.simulation {seed}")
            raise
