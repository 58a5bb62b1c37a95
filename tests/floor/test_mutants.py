"""A floor that is wrong in one thing is found out by the streams, soon, and for the right reason."""

import pytest

from tests.floor.duel import Duel, throws
from tests.floor.mutants import MUTANTS, Mutant, planted
from tests.floor.play import fault_of

WORLDS, THROWS = 12, 400


def first_fault(mutant: Mutant) -> str:
    """What is said of the first stream that finds something; empty: none does."""
    with planted(mutant):
        for seed in range(WORLDS):
            fault = fault_of(throws(seed, THROWS))
            if fault is not None:
                return f"{type(fault).__name__} {fault}"
    return ""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "_"))
def test_a_wrong_floor_is_found_out(mutant: Mutant) -> None:
    assert first_fault(mutant), f"{mutant.name}: nothing in {WORLDS} worlds of {THROWS} throws shows it"


def test_the_right_floor_is_not() -> None:
    assert fault_of(throws(0, THROWS), Duel) is None
