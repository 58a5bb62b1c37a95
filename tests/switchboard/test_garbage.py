"""A dialogue leaves nothing for Python's collector: main/collector.py relies on it, and so does every event's speed."""

import gc

import pytest

from flowengine.messages import CallerHungUp, KeyPressed
from tests.switchboard.office import MAIN, Office
from tests.switchboard.test_arrival import DOOR


@pytest.mark.proof
def test_a_call_from_menu_to_desk_makes_no_cycles() -> None:
    office = Office()
    office.release("front_door", "main", main=DOOR)
    office.sign_in("bert")

    def call() -> None:
        dialogue = office.call(MAIN)
        office.go(KeyPressed(dialogue=dialogue, key="9"))
        office.go(KeyPressed(dialogue=dialogue, key="2"))
        assert office.status(dialogue) == "offered"
        office.go(CallerHungUp(dialogue=dialogue))

    call()  # what is made once and kept is made now
    gc.collect()
    gc.disable()
    try:
        call()
        assert gc.collect() == 0
    finally:
        gc.enable()
