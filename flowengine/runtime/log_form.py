"""The form of log lines: JSON for programs, text for people, both to standard error; other libraries' lines too."""

import asyncio
import logging
import sys
from typing import Any

import structlog

from flowengine.runtime.log import LEVELS, Log, fault_of

LONGEST = 200  # of what another library says: its template, never the values in it


def logger() -> Any:
    """structlog's, set up once by the form that was chosen."""
    if not structlog.is_configured():
        _configure()
    return structlog.get_logger()


def _configure() -> None:
    shown: Any = structlog.processors.JSONRenderer() if Log.form == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="timestamp"),
            shown,
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def set_up(form: str, least: str, **always: Any) -> None:
    """For the whole process, before its first line."""
    Log.form, Log.least, Log.always = form, least, always
    structlog.reset_defaults()
    root = logging.getLogger()
    if not any(isinstance(handler, _Foreign) for handler in root.handlers):
        root.addHandler(_Foreign())
    logging.captureWarnings(capture=True)


def listen_to_loop() -> None:
    """What a task died of is told like everything else. Call it on the running loop."""
    asyncio.get_running_loop().set_exception_handler(_of_loop)


def _of_loop(_: Any, context: dict[str, Any]) -> None:
    error = context.get("exception")
    Log("asyncio").error(str(context.get("message", "")).partition("\n")[0], **(fault_of(error) if error else {}))


class _Foreign(logging.Handler):
    """Takes what libraries log: from warnings on, without values, for those may be anybody's."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        level = record.levelname.lower()
        said = str(record.msg).strip().partition("\n")[0][:LONGEST]
        fields = fault_of(error) if error else {}
        Log(record.name).write(level if level in LEVELS else "error", said, **fields)
