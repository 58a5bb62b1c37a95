"""Accepted values: what an expectation says once it says what happened, in the form in which it was written."""

from collections.abc import Callable, Mapping
from typing import Any

from flowengine.messages import Json


class CannotAccept(Exception):
    """What happened is not for a rewrite to decide; the message is the sentence for people."""


class _Nothing:
    """Stands for an expectation that is taken away."""


NOTHING = _Nothing()


def accepted(key: str, written: Json, got: Any) -> Any:
    """The new value of `expect.<key>`, or NOTHING where the key falls away. Raises CannotAccept."""
    form = FORMS.get(key)
    return form(written, got) if form is not None else like(written, got)


def like(written: Json, got: Any) -> Any:
    """What happened, as far as the expectation spoke of it: the same keys of an object, a yes or no for a yes or no."""
    if isinstance(written, bool) and not isinstance(got, bool):
        return got is not None
    if isinstance(written, Mapping) and isinstance(got, Mapping):
        told = {name: value for name, value in written.items() if name in got}
        return {name: None if got[name] is None else like(value, got[name]) for name, value in told.items()}
    if isinstance(written, Mapping):
        return False if got is None else got
    if got is None:
        return "" if isinstance(written, str) else False
    return list(got) if isinstance(got, tuple) else got


def _at(written: Json, got: Any) -> Any:
    """The node as it was named before: by itself, with its flow, or in full."""
    if not got:
        raise CannotAccept("the dialogue is at no step")
    return _short(got[0], str(written).count("/") + 1)


def _short(key: str, parts: int) -> str:
    return "/".join(key.split("/")[-parts:])


def _visited(written: Json, got: Any) -> Any:
    """All that was visited, each by the shortest name that is its own."""
    keys = list(got)
    names = [_short(key, 1) for key in keys]
    return [name if names.count(name) == 1 else key for name, key in zip(names, keys, strict=True)]


def _never_visited(written: Any, got: Any) -> Any:
    left = [name for name in written if not any(key == name or key.endswith(f"/{name}") for key in got)]
    return left or NOTHING


def _hears(written: Json, got: Any) -> Any:
    """The words themselves, all that were heard since the last act."""
    words = " ".join(got or ())
    if not words:
        raise CannotAccept("nothing was heard; take `hears` away yourself if that is right")
    return words


def _never(written: Json, got: Any) -> Any:
    raise CannotAccept("something happened that must never happen; that is for you to decide")


def _undecided(written: Json, got: Any) -> Any:
    raise CannotAccept("there are several ways to say what happened; write it yourself")


FORMS: dict[str, Callable[[Any, Any], Any]] = {
    "at": _at,
    "visited": _visited,
    "never_visited": _never_visited,
    "hears": _hears,
    "never": _never,
    **dict.fromkeys(("http_called", "texted", "why"), _undecided),
}
