"""Logs of the shell rooms: written by structlog, which is read with the first line; a quiet server starts faster.

Fields are facts without personal content: kinds, codes, ids and places, never a number or what a caller said.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from traceback import extract_tb
from typing import Any

LEVELS = ("debug", "info", "warning", "error")

_about: ContextVar[dict[str, Any]] = ContextVar("about", default={})  # noqa: B039  # never changed, only replaced


@contextmanager
def about(**fields: Any) -> Iterator[None]:
    """Every line that is written within says this too: `tenant`, `dialogue`, `shard`."""
    token = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def fault_of(error: BaseException) -> dict[str, Any]:
    """An error's kind and the places it passed, without its message or any value: those may be what a caller said."""
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__)]
    return {"error": type(error).__name__, "places": places}


class Log:
    """One module's log. Lines below `least` are dropped before anything is made of them."""

    least = "warning"  # for all logs of the process
    form = "text"  # or "json": one object per line
    always: dict[str, Any] = {}  # noqa: RUF012  # stands on every line of the process: its node, its region

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, event: str, **fields: Any) -> None:
        self._write("debug", event, fields)

    def info(self, event: str, **fields: Any) -> None:
        self._write("info", event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        self._write("warning", event, fields)

    def error(self, event: str, **fields: Any) -> None:
        self._write("error", event, fields)

    def write(self, level: str, event: str, **fields: Any) -> None:
        """At a level that is known when it is written only."""
        self._write(level, event, fields)

    def _write(self, level: str, event: str, fields: dict[str, Any]) -> None:
        if LEVELS.index(level) < LEVELS.index(Log.least):
            return
        from flowengine.runtime import log_form  # noqa: PLC0415  # structlog: an eighth of the server's start

        said = {"log": self._name, **Log.always, **_about.get(), **fields}
        getattr(log_form.logger(), level)(event, **said)
