"""Samples: values that may lead different ways, at the boundaries of what they are compared with."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

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
    form = _Form(
        getattr(config, "input", "digits") == "digits",
        getattr(config, "min_digits", 1),
        getattr(config, "max_digits", 16),
        getattr(config, "pattern", ""),
    )
    plain = made_up_answer(config, "terminator", accepted=True) or made_up_answer(config, "text", accepted=True)
    texts = [str(one) for one in around(constants) if one is not None and not isinstance(one, bool)]
    others = [text for text in texts if text not in ("other", "some")]
    found = [plain or _any(form)]
    found += [answer for text in texts for answer in _forms(text, form, others) if fits(answer, form)]
    if others:
        found.append(next((text for text in _numbers(form) if text not in others and fits(text, form)), None))
    return list(dict.fromkeys(one for one in found if one is not None))[:MOST]


class _Form(NamedTuple):
    digits: bool
    least: int
    most: int
    pattern: str


def _forms(text: str, form: _Form, constants: list[str]) -> Iterator[str]:
    """A constant may be the whole answer, its beginning (starts_with), its end, or what is made of it by adding to."""
    yield text
    if form.digits:
        digits = "".join(char for char in text if char in "0123456789")
        yield from (text.ljust(form.least, "0"), text.rjust(form.least, "0"), digits)
    for more in constants:
        if more and text != more:
            yield from (text.removeprefix(more), text.removesuffix(more))


def _numbers(form: _Form) -> Iterator[str]:
    """Digits of every length that is allowed, some hundred of each."""
    lengths = {min(length, form.most) for length in (form.least, form.least + 1, form.most)}
    for length in sorted(lengths):
        last = 10**length
        yield from (str(number).zfill(length) for number in range(0, last, max(last // 1_009, 1)))


@lru_cache(maxsize=256)
def _any(form: _Form) -> str | None:
    """Any answer that fits; None if none is found by trying."""
    return next((text for text in _numbers(form) if fits(text, form)), None) if form.digits else None


def fits(text: str, form: _Form) -> bool:
    """Whether an answer of this form is taken."""
    if form.digits and not (text.isascii() and text.isdigit() and form.least <= len(text) <= form.most):
        return False
    return bool(text) and (not form.pattern or re2.fullmatch(form.pattern, text) is not None)


def wrong_answer(config: Any) -> str | None:
    """An answer that the step does not take; None if it takes any."""
    return made_up_answer(config, "terminator", accepted=False)
