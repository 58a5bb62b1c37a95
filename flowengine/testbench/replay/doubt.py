"""Doubt: why a dialogue that is told again on its own release may take another way, by what its trace does not hold."""

from collections.abc import Iterable, Sequence
from typing import Any

Facts = Iterable[Sequence[Any]]

NOT_FAITHFUL = "Told again on the release that it ran on, it takes another way."
WORDS_IN_LINE = "It cannot be told again: how long words in a queue took to say is not kept."
WHO_WAS_FREE = "It cannot be told again: who else was free when a connection failed is not kept."


def doubt_of(rows: Iterable[Facts]) -> str:
    """The reason for which this trace may not repeat; NOT_FAITHFUL if none is known, which is a fault of ours."""
    in_line, questions = False, 0
    doubt = NOT_FAITHFUL
    for facts in rows:
        for fact in facts:
            match fact:
                case ["queued", *_]:
                    in_line, questions = True, 0
                case ["connected", *_] | ["left_queue", *_]:
                    in_line = False
                case ["asked", *_] if in_line:
                    questions += 1
                case ["heard", *_] if in_line and questions > 1:  # what is played runs ahead of the answer by then
                    return WORDS_IN_LINE
                case ["requeued", "connect_failed"]:
                    doubt = WHO_WAS_FREE
    return doubt
