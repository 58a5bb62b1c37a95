"""Personal: which texts of a kept case tell of a person, and what stands instead: of the same form, and nobody's."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from flowengine.messages import Json

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+[1-9]\d{6,14}")
TOKEN = re.compile(r"\w+")
WORDS = ("alex", "sample", "robin", "example", "kim", "placeholder", "sam", "somebody")
SHORT = 3  # a digit or two tell of nobody
LONG_NUMBER = 1_000


class Personal(Struct, frozen=True):
    """One text that tells of a person. `what` names it and does not say it; `fitting`: made up for whoever asked."""

    text: str
    what: str
    fitting: tuple[str, ...] = ()


def made_up(text: str, n: int) -> str:
    """The `n`th text of this form: a number of the same country and length, an address, digits, words."""
    if EMAIL.fullmatch(text):
        return f"person{n}@example.com"
    if PHONE.fullmatch(text):
        return f"+447700900{n % 1000:03d}" if text.startswith("+447") else text[:5] + _padded(n, len(text) - 5)
    if text.isdigit():
        return f"{n % 10 or 1}{_padded(n, len(text) - 1)}"
    count = iter(range(n, n + len(text)))
    return TOKEN.sub(lambda found: _word(found[0], next(count)), text)


def _padded(n: int, length: int) -> str:
    """`n` in exactly so many digits."""
    return f"{n:0{length}d}"[-length:] if length else ""


def _word(token: str, n: int) -> str:
    if not token.isalpha():
        return "".join("1" if letter.isdigit() else "A" if letter.isupper() else "a" if letter.isalpha() else letter
                       for letter in token)  # fmt: skip  # one thought
    word = WORDS[n % len(WORDS)]
    return word.upper() if token.isupper() and len(token) > 1 else word.title() if token[0].isupper() else word


def leaves(value: Json, what: str) -> Iterator[Personal]:
    """Every text in what somebody else's service, or the caller's record, told."""
    if isinstance(value, str):
        if len(value) >= SHORT:
            yield Personal(value, what)
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves(item, what)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item, what)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= LONG_NUMBER:
        yield Personal(str(value), what)


def redacted(document: dict[str, Json], instead: dict[str, str]) -> dict[str, Json]:
    """The case document with other texts: only where a person's own words and numbers stand."""
    swap = _swapping(instead)
    [(name, case)] = document["cases"].items()
    given = dict(case["given"])
    caller = {key: swap(value) if key in CALLER else value for key, value in given.get("caller", {}).items()}
    given |= {"caller": caller} if caller else {}
    given |= {key: swap(given[key]) for key in ("numbers", "http", "texts", "external") if key in given}
    steps = [_step(step, swap) for step in case["steps"]]
    return {**document, "cases": {name: {**case, "given": given, "steps": steps}}}


CALLER = ("number", "name", "attributes")
_SAID = ("presses", "says", "writes")


def _step(step: dict[str, Json], swap: Callable[[Json], Json]) -> dict[str, Json]:
    act = step.get("caller")
    if isinstance(act, dict):
        return {"caller": {key: _typed(value, swap) if key in _SAID else value for key, value in act.items()}}
    if isinstance(step.get("agent"), dict):
        return {"agent": {agent: _agent(act, swap) for agent, act in step["agent"].items()}}
    if "attributes" in step.get("expect", {}):
        return {"expect": {**step["expect"], "attributes": swap(step["expect"]["attributes"])}}
    return step


def _typed(value: str, swap: Callable[[Json], Json]) -> Json:
    """Keys may end with the one that ends them."""
    ends = value[-1:] if value[-1:] in "#*" else ""
    return f"{swap(value.removesuffix(ends))}{ends}" if ends else swap(value)


def _agent(act: Json, swap: Callable[[Json], Json]) -> Json:
    if not isinstance(act, dict):
        return act
    said = {key: swap(value) if key in ("says", "notes") else value for key, value in act.items()}
    to = said.get("hands_on")
    if isinstance(to, dict) and to.get("number"):
        said["hands_on"] = {**to, "number": swap(to["number"])}
    return said


def _swapping(instead: dict[str, str]) -> Callable[[Json], Json]:
    """Longest first, so that a part never spoils a whole; in addresses of services they stand in another spelling."""
    spelled = {quote(text, safe=""): quote(other, safe="") for text, other in instead.items() if len(text) > SHORT}
    pairs = sorted({**spelled, **{text: other for text, other in instead.items() if len(text) > SHORT}}.items())
    pairs.sort(key=lambda pair: -len(pair[0]))
    finder = re.compile("|".join(re.escape(text) for text, _ in pairs)) if pairs else None
    by_text = dict(pairs)

    def swap(value: Json) -> Any:
        if isinstance(value, str):
            if value in instead:
                return instead[value]
            return finder.sub(lambda found: by_text[found[0]], value) if finder else value
        if isinstance(value, dict):
            return {swap(key): swap(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [swap(item) for item in value]
        if isinstance(value, int | float) and str(value) in instead:
            return type(value)(instead[str(value)])
        return value

    return swap
