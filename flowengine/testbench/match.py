"""Whether words and values are as a case expects them."""

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

import re2
from msgspec import UNSET

from flowengine.lang.template import Template
from flowengine.messages import Json
from flowengine.testbench.document import Between, Hears
from flowengine.testbench.result import StepFailed

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
Words = Callable[[str], bool]


def words_match(wanted: str | Hears, heard: Sequence[str], template: Template | None = None) -> bool:
    """Whether one utterance, or all of them together, is as wanted. `template` is that of `wanted.prompt`."""
    tests = _tests(wanted, template)
    return any(all(test(text) for test in tests) for text in (*heard, " ".join(heard)) if heard)


def _tests(wanted: str | Hears, template: Template | None) -> list[Words]:
    if isinstance(wanted, str):
        return [wanted.__eq__]
    tests: list[Words] = []
    if wanted.exact:
        tests.append(wanted.exact.__eq__)
    parts = (wanted.contains,) if isinstance(wanted.contains, str) else wanted.contains
    if any(parts):
        tests.append(lambda text: all(part in text for part in parts))
    if wanted.glob:
        tests.append(lambda text: fnmatchcase(text, wanted.glob))
    if wanted.regex:
        tests.append(_regex(wanted.regex))
    if template is not None:
        tests.append(lambda text: is_rendering(template, text))
    return tests


def _regex(pattern: str) -> Words:
    try:
        compiled = re2.compile(pattern)
    except re2.error as fault:
        raise StepFailed(f"“{pattern}” is not a regular expression: {fault}.") from None
    return lambda text: compiled.search(text) is not None


def is_rendering(template: Template, text: str) -> bool:
    """Whether `text` can have come from the template: its fixed words stand there, in order."""
    if template.is_plain:
        return text == template.source
    fixed = _TAG.split(template.source)
    if "{%" in template.source:  # parts may be left out or repeated: the longest fixed part must be there
        return max(fixed, key=len).strip() in text
    return re.fullmatch(".*".join(re.escape(part) for part in fixed), text, re.DOTALL) is not None


def matches(wanted: Json, got: Json, *, exactly: bool = False) -> bool:
    """Objects by subset (unless `exactly`), lists and everything else exactly; true is not 1."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        if exactly and set(wanted) != set(got):
            return False
        return all(key in got and matches(value, got[key], exactly=exactly) for key, value in wanted.items())
    if isinstance(wanted, list | tuple) and isinstance(got, list | tuple):
        pairs = zip(wanted, got, strict=False)
        return len(wanted) == len(got) and all(matches(one, other, exactly=exactly) for one, other in pairs)
    return isinstance(wanted, bool) == isinstance(got, bool) and bool(wanted == got)


def is_near(wanted: float | Between, got: float) -> bool:
    """Whether a number is the one that is wanted, or lies between the two."""
    if not isinstance(wanted, Between):
        return wanted == got
    return (wanted.least is UNSET or got >= wanted.least) and (wanted.most is UNSET or got <= wanted.most)


def names_node(wanted: str, key: str) -> bool:
    """Whether `wanted` (`menu`, `flow/menu` or the whole key) names the node with this key."""
    return key == wanted or key.endswith("/" + wanted)


def in_order(wanted: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether the nodes are among the keys in this order; others may stand between."""
    left = iter(keys)
    return all(any(names_node(name, key) for key in left) for name in wanted)
