"""Whole lives under many seeds: nothing that was answered is lost, nothing is done twice, and everybody is served."""

import pytest

from tests.simulation.casts import CASTS
from tests.simulation.life import Life

# cast, nodes, lives, lives of one test: 500 in all, so that workers share them
LIVES = (("callers", 1, 400, 25), ("callers", 3, 40, 5), ("hartley", 1, 45, 9), ("hartley", 2, 15, 3))
PARTS = [(cast, nodes, first, at_once) for cast, nodes, n, at_once in LIVES for first in range(0, n, at_once)]


@pytest.mark.parametrize(("cast", "nodes", "first", "at_once"), PARTS)
def test_nothing_is_lost(cast: str, nodes: int, first: int, at_once: int) -> None:
    for seed in range(first, first + at_once):
        try:
            Life(seed, CASTS[cast](), nodes=nodes).live()
        except Exception as wrong:
            wrong.add_note(f"read it: python -m tests.simulation {seed} --cast {cast} --nodes {nodes}")
            raise
