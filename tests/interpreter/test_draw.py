"""A draw: as by chance, but the same for the same dialogue or caller at the same node, and traced."""

from hashlib import blake2b

from flowengine.interpreter.state import Caller
from tests.interpreter.town import Line, Town, flow

SPLIT = {"type": "split", "parts": {"a": 50, "b": 50}}
HOLD = {"type": "wait", "seconds": 9}


def drawn(number: str, dialogue: str = "d", *, by: str = "caller", node: str = "s") -> int:
    wires = {node: {"a": "w", "b": "w"}}
    town = Town({"front_door": {"flows": {"main": flow({node: {**SPLIT, "by": by}, "w": HOLD}, wires)}}})
    line = Line(town, caller=Caller(number=number))
    line.put(id=dialogue)
    line.begin()
    [(kind, of, number_drawn)] = line.facts("observed")
    assert (kind, of) == ("draw", by if number else "dialogue")
    return int(number_drawn)


def test_the_same_caller_draws_the_same_in_every_dialogue() -> None:
    assert drawn("+4420", "d1") == drawn("+4420", "d2") != drawn("+4421", "d1")


def test_dialogues_draw_apart_whoever_calls() -> None:
    assert drawn("+4420", "d1", by="dialogue") != drawn("+4420", "d2", by="dialogue")


def test_steps_draw_apart() -> None:
    assert drawn("+4420") != drawn("+4420", node="t")


def test_a_caller_without_a_number_draws_as_the_dialogue() -> None:
    assert drawn("", "d1") == drawn("", "d1", by="dialogue")


def test_it_is_the_hash_of_who_and_where() -> None:
    """Written down, so that an upgrade does not send callers another way."""
    digest = blake2b(b"+4420\nfront_door/main/s", digest_size=8).digest()
    assert drawn("+4420") == int.from_bytes(digest, "big") % 10_000


def test_draws_are_even() -> None:
    low = sum(drawn(f"+44{n}") < 1000 for n in range(2000))
    assert 140 <= low <= 260  # a tenth of them, within five deviations
