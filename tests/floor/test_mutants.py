"""A floor that is wrong in one thing is found out by the streams that CI plays, soon, and for the right reason."""

from collections.abc import Callable

import pytest

from tests.floor.duel import Duel, throws
from tests.floor.mutants import MUTANTS, Mutant, planted
from tests.floor.play import BULK, CLOSE, Pace, fault_of

pytestmark = pytest.mark.proof

WORLDS, THROWS = 40, 1_000


def alone() -> Duel:
    """Nobody decides beside it."""
    return Duel(compared=False)


def first_fault(mutant: Mutant, pace: Pace, make: Callable[[], Duel] = Duel) -> str:
    """What is said of the first stream that finds something; empty: none does."""
    with planted(mutant):
        for seed in range(WORLDS):
            fault = fault_of(throws(seed, THROWS), make, pace)
            if fault is not None:
                return f"{type(fault).__name__} {fault}"
    return ""


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "_"))
def test_a_wrong_floor_is_found_out(mutant: Mutant) -> None:
    assert first_fault(mutant, BULK), f"{mutant.name}: nothing in {WORLDS} worlds of {THROWS} throws shows it"


@pytest.mark.parametrize("mutant", [m for m in MUTANTS if m.breaks], ids=lambda mutant: mutant.name.replace(" ", "_"))
def test_a_broken_promise_is_named_without_a_second_floor(mutant: Mutant) -> None:
    fault = first_fault(mutant, CLOSE, alone)
    assert fault.startswith(f"AssertionError {mutant.breaks} "), f"{mutant.name}: {fault or 'nothing found'}"


def test_the_right_floor_is_not() -> None:
    assert fault_of(throws(0, THROWS)) is None
    assert fault_of(throws(0, THROWS), alone) is None
