"""Telling: which variables and attributes the prompts of an environment give away to whoever hears them."""

from collections.abc import Iterator

from flowengine.lang.fault import TemplateInvalid
from flowengine.lang.sensitive import told_by
from flowengine.lang.template import parse_template
from flowengine.messages import Json


def told_in(prompt: Json) -> frozenset[str]:
    """Of a prompt of environment.json, whatever its form; words that cannot be read are another finding's."""
    return frozenset(target for text in _texts(prompt) for target in _told(text))


def _told(text: str) -> set[str]:
    try:
        return told_by(parse_template(text))
    except TemplateInvalid:
        return set()


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        if "vars" in value or "attributes" in value:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
