"""Samples: values that may lead different ways, at the boundaries of what they are compared with."""

from collections.abc import Iterable, Iterator
from typing import Any

import re2

from flowengine.messages import Json
from flowengine.testbench.made_up import made_up_answer

MOST = 8


def around(constants: Iterable[Json]) -> list[Json]:
    """The constants, their neighbours, and something that is none of them."""
    found: dict[tuple[str, Json], Json] = {}
    for value in constants:
        for near in _near(value):
            found.setdefault((type(near).__name__, near), near)
    return list(found.values())


def _near(value: Json) -> Iterator[Json]:
    yield value
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield "other" if value else "some"


def answers(config: Any, constants: Iterable[Json]) -> list[str]:
    """Answers that a step with this config takes, the plainest first; few, and each for a reason."""
    plain = made_up_answer(config, "terminator", accepted=True) or made_up_answer(config, "text", accepted=True)
    digits = getattr(config, "input", "digits") == "digits"
    least, most = getattr(config, "min_digits", 1), getattr(config, "max_digits", 16)
    pattern = getattr(config, "pattern", "")
    found = [plain] if plain is not None else []
    for value in around(constants):
        if isinstance(value, bool) or value is None:
            continue
        text = str(value)
        # A constant may be the whole answer, its beginning (starts_with) or its end.
        for form in (text, text.ljust(least, "0"), text.rjust(least, "0")) if digits else (text,):
            if _fits(form, least, most, pattern, digits=digits) and form not in found:
                found.append(form)
    return found[:MOST]


def _fits(text: str, least: int, most: int, pattern: str, *, digits: bool) -> bool:
    if digits and not (text.isascii() and text.isdigit() and least <= len(text) <= most):
        return False
    return bool(text) and (not pattern or re2.fullmatch(pattern, text) is not None)


def wrong_answer(config: Any) -> str | None:
    """An answer that the step does not take; None if it takes any."""
    return made_up_answer(config, "terminator", accepted=False)
