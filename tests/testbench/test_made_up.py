"""Answers that are made up have the right form."""

import pytest
import re2
from msgspec import Struct

from flowengine.testbench.made_up import made_up_answer

BORN = "(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])"


class Config(Struct):
    input: str = "digits"
    min_digits: int = 1
    max_digits: int = 16
    pattern: str = ""


@pytest.mark.parametrize("config", [Config(min_digits=8, max_digits=8, pattern=BORN), Config(max_digits=4), Config()])
@pytest.mark.parametrize("why", ["max_digits", "terminator", "text"])
def test_taken(config: Config, why: str) -> None:
    answer = made_up_answer(config, why, accepted=True)
    if why == "terminator" and config.min_digits == config.max_digits:
        assert answer is None  # so many keys would have ended it
        return
    assert answer is not None
    assert config.min_digits <= len(answer) <= config.max_digits
    assert re2.fullmatch(config.pattern or ".*", answer)


def test_refused() -> None:
    answer = made_up_answer(Config(min_digits=8, max_digits=8, pattern=BORN), "max_digits", accepted=False)
    assert answer == "00000000"
    assert made_up_answer(Config(min_digits=3), "terminator", accepted=False) == "1"


def test_words() -> None:
    assert made_up_answer(Config(input="text", pattern="[A-Z]{2}.*"), "text", accepted=True) == "AB12 3CD"
    assert made_up_answer(Config(input="text", pattern="x{40}"), "text", accepted=True) is None
