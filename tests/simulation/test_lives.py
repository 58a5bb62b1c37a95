"""Whole lives under many seeds: nothing that was answered is lost, nothing is done twice, and everybody is served."""

import pytest

from tests.simulation.casts import CASTS
from tests.simulation.life import Life

# cast, nodes, lives, lives of one test: 540 in all, so that workers share them
LIVES = (("callers", 1, 400, 25), ("callers", 3, 60, 5), ("hartley", 1, 60, 10), ("hartley", 2, 20, 4))
PARTS = [(cast, nodes, first, at_once) for cast, nodes, n, at_once in LIVES for first in range(0, n, at_once)]

# Seeds that found something: once wrong, each is lived again for ever. The number of nodes says where.
FOUND = {
    "an unacknowledged commit was kept: its commands never left": ("callers", 0, 1),
    "an unacknowledged commit was kept: positions stood there twice": ("callers", 3, 1),
    "who waited for an answer that somebody else had left took it for a bug": ("callers", 12, 1),
    "a lock without an owner: a claim failed half-way": ("callers", 51, 3),
    "a node that hung refused from its old memory": ("callers", 255, 3),
}


def live(cast: str, seed: int, nodes: int) -> None:
    try:
        Life(seed, CASTS[cast](), nodes=nodes).live()
    except Exception as wrong:
        wrong.add_note(f"read it: python -m tests.simulation {seed} --cast {cast} --nodes {nodes}")
        raise


@pytest.mark.parametrize(("cast", "nodes", "first", "at_once"), PARTS)
def test_nothing_is_lost(cast: str, nodes: int, first: int, at_once: int) -> None:
    for seed in range(first, first + at_once):
        live(cast, seed, nodes)


@pytest.mark.parametrize(("cast", "seed", "nodes"), FOUND.values(), ids=FOUND)
def test_what_was_found_once(cast: str, seed: int, nodes: int) -> None:
    live(cast, seed, nodes)
