"""Logs of the shell rooms: written by structlog, which is read with the first line; a quiet server starts faster.

Fields are facts without personal content: kinds, codes, ids and places, never a number or what a caller said.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from traceback import extract_tb
from typing import Any

LONGEST = 200  # of what another library says: its template, never the values in it
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


def set_up(form: str, least: str) -> None:
    """For the whole process, before its first line. Other libraries' lines are taken too."""
    Log.form, Log.least = form, least
    root = logging.getLogger()
    if not any(isinstance(handler, Foreign) for handler in root.handlers):
        root.addHandler(Foreign())
    logging.captureWarnings(capture=True)


def listen_to_loop() -> None:
    """What a task died of is told like everything else. Call it on the running loop."""
    asyncio.get_running_loop().set_exception_handler(_of_loop)


def _of_loop(_: Any, context: dict[str, Any]) -> None:
    error = context.get("exception")
    Log("asyncio").error(str(context.get("message", "")).partition("\n")[0], **(fault_of(error) if error else {}))


class Foreign(logging.Handler):
    """Takes what libraries log: from warnings on, without values, for those may be anybody's."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        level = record.levelname.lower()
        said = str(record.msg).strip().partition("\n")[0][:LONGEST]
        fields = fault_of(error) if error else {}
        Log(record.name).write(level if level in LEVELS else "error", said, **fields)


def nowhere(_tenant: str) -> int | None:
    """The shard of a tenant, in a process that serves none."""
    return None


class Log:
    """One module's log. Lines below `least` are dropped before anything is made of them."""

    least = "warning"  # for all logs of the process
    form = "text"  # or "json": one object per line
    shard_of: Callable[[str], int | None] = staticmethod(nowhere)  # of a tenant, as this process knows it
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
        if "shard" not in said and (shard := Log.shard_of(str(said.get("tenant", "")))) is not None:
            said["shard"] = shard
        getattr(log_form.logger(), level)(event, **said)
