"""Logs of the shell rooms: written by structlog, which is read with the first line; a quiet server starts faster.

Fields are facts without personal content: kinds, codes and places, never what a caller said.
"""

from typing import Any

LEVELS = ("debug", "info", "warning", "error")


class Log:
    """One module's log. Lines below `least` are dropped before anything is made of them."""

    least = "warning"  # for all logs of the process

    def __init__(self, name: str) -> None:
        self._name = name

    def debug(self, event: str, **fields: Any) -> None:
        self._write("debug", event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        self._write("warning", event, fields)

    def error(self, event: str, **fields: Any) -> None:
        self._write("error", event, fields)

    def _write(self, level: str, event: str, fields: dict[str, Any]) -> None:
        if LEVELS.index(level) < LEVELS.index(Log.least):
            return
        import structlog  # noqa: PLC0415  # an eighth of the server's start, and most servers have nothing to log

        getattr(structlog.get_logger(self._name), level)(event, **fields)
