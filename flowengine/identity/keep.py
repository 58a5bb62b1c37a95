"""Where sessions and visitors are kept so that they survive a restart: a small port, in memory or in one file."""

import os
from pathlib import Path
from typing import Protocol

import msgspec

from flowengine.runtime.log import Log

_log = Log(__name__)


class Keep(Protocol):
    """Keys to bodies. Keys are hashes of secrets, never the secrets themselves."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, body: bytes) -> None: ...
    def remove(self, key: str) -> None: ...
    def items(self) -> list[tuple[str, bytes]]: ...


class MemoryKeep:
    """A keep for tests and for servers that forget at their end."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self._bodies.get(key)

    def put(self, key: str, body: bytes) -> None:
        self._bodies[key] = body

    def remove(self, key: str) -> None:
        self._bodies.pop(key, None)

    def items(self) -> list[tuple[str, bytes]]:
        return list(self._bodies.items())


class _Line(msgspec.Struct, frozen=True, array_like=True):
    key: str
    body: str | None


class FileKeep(MemoryKeep):
    """One file that only its owner reads, a line per change; it is written anew when opened, and when it has grown.

    A last line that a crash cut short is left out: its cookie had not been sent yet.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._lines = 0
        if path.exists():
            for raw in path.read_bytes().split(b"\n"):
                if raw:
                    self._take(raw)
        self._rewrite()

    def put(self, key: str, body: bytes) -> None:
        """`body` is JSON; it is on the disk when this returns."""
        super().put(key, body)
        self._append(_Line(key, body.decode()))

    def remove(self, key: str) -> None:
        if self.get(key) is not None:
            super().remove(key)
            self._append(_Line(key, None))

    def _take(self, raw: bytes) -> None:
        try:
            line = msgspec.json.decode(raw, type=_Line)
        except msgspec.DecodeError:
            _log.warning("identity_line_unreadable", path=str(self._path), bytes=len(raw))
            return
        if line.body is None:
            super().remove(line.key)
        else:
            super().put(line.key, line.body.encode())

    def _append(self, line: _Line) -> None:
        self._lines += 1
        if self._lines > 1000 + 4 * len(self._bodies):
            self._rewrite()
            return
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _rewrite(self) -> None:
        fresh = self._path.with_suffix(".new")
        lines = [msgspec.json.encode(_Line(key, body.decode())) + b"\n" for key, body in self.items()]
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self._lines = len(lines)
