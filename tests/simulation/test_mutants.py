"""A runtime that is wrong in one thing is found out within a few lives."""

import pytest

from tests.simulation.casts import CASTS
from tests.simulation.life import Life
from tests.simulation.mutants import MUTANTS, Mutant, planted

LIVES = 200


def first_fault(mutant: Mutant) -> tuple[int, str]:
    """The first seed that shows it and what is said; -1: none does."""
    with planted(mutant):
        for seed in range(LIVES):
            try:
                Life(seed, CASTS["callers"](), nodes=mutant.nodes, kinds=mutant.kinds).live()
            except AssertionError as wrong:
                return seed, str(wrong)
    return -1, ""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "_"))
def test_a_wrong_runtime_is_found_out(mutant: Mutant) -> None:
    seed, _ = first_fault(mutant)
    assert seed >= 0, f"{mutant.name}: nothing in {LIVES} lives shows it"
