"""The form of log lines: JSON for programs, text for people, both to standard error. It alone reads structlog."""

import sys
from typing import Any

import structlog

from flowengine.runtime.log import Log


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
