"""News: a waiting caller is told a number that is better or the same, and not all the time."""

import pytest

from flowengine.interpreter.event import TreatmentBegan
from flowengine.lang.node_type import QueueLeft
from flowengine.messages import Json
from tests.interpreter.town import END, Line, Town, flow

HOLD = flow(
    {"place": {"type": "announce", "gap_s": 30}, "music": {"type": "music", "seconds": 20}},
    {"place": {"done": "music"}, "music": {"done": "place"}},
    kind="treatment",
)
QUEUE = {"type": "enqueue", "while_waiting": "hold"}
WAIT = flow({"q": QUEUE, "again": QUEUE, "bye": END}, {"q": {"left": "again"}, "again": {"left": "bye"}})


class Crowd(Town):
    """The place in the queue is what the test says."""

    position = 5

    def place(self, dialogue: str, at_ms: int) -> dict[str, Json] | None:
        return {"position": self.position, "estimated_wait_s": None}


def told(line: Line, town: Crowd, position: int, after_s: float) -> list[str]:
    """The words when the caller stands at this place, so much later."""
    town.position = position
    line.now += round(after_s * 1000)
    line.go(TreatmentBegan() if not line.state.frames[1:] else _woken(line))
    return line.words


def _woken(line: Line) -> TreatmentBegan:
    line.put(frames=line.state.frames[:1])  # the treatment has run out, and begins again
    return TreatmentBegan()


@pytest.fixture
def waiting() -> tuple[Line, Crowd]:
    town = Crowd({"sales": {"flows": {"main": WAIT, "hold": HOLD}}})
    line = Line(town)
    line.begin(environment="sales")
    return line, town


def test_a_place_that_fell_back_is_not_told(waiting: tuple[Line, Crowd]) -> None:
    assert told(*waiting, 5, 0) == ["You are number 5 in the queue."]
    assert told(*waiting, 6, 60) == []
    assert told(*waiting, 4, 60) == ["You are number 4 in the queue."]
    assert told(*waiting, 5, 60) == [], "it was better before"


def test_nor_is_one_that_was_told_just_now(waiting: tuple[Line, Crowd]) -> None:
    assert told(*waiting, 5, 0) == ["You are number 5 in the queue."]
    assert told(*waiting, 4, 29) == []
    assert told(*waiting, 4, 1) == ["You are number 4 in the queue."]


def test_another_wait_begins_anew(waiting: tuple[Line, Crowd]) -> None:
    line, town = waiting
    assert told(line, town, 2, 0) == ["You are number 2 in the queue."]
    line.go(QueueLeft("left"))
    assert told(line, town, 9, 1) == ["You are number 9 in the queue."]
