"""Where sessions and visitors are kept so that they survive a restart: in memory, in one file, or in the store."""

import asyncio
import os
from collections import defaultdict
from pathlib import Path
from typing import Protocol

import msgspec

from flowengine.errors import LedgerError
from flowengine.runtime.log import Log

_log = Log(__name__)


class Keep(Protocol):
    """Keys to bodies, tenant by tenant. Keys are hashes of secrets, never the secrets themselves.

    Looking is from memory. What is put is durable when `put` returns, and what is removed is found no more from the
    moment of the call. Bodies are JSON.
    """

    def get(self, tenant: str, key: str) -> bytes | None: ...
    def items(self, tenant: str) -> list[tuple[str, bytes]]: ...
    async def put(self, tenant: str, key: str, body: bytes) -> None: ...
    async def remove(self, tenant: str, key: str) -> None: ...


class MemoryKeep:
    """A keep for tests and for servers that forget at their end."""

    def __init__(self) -> None:
        self._bodies: defaultdict[str, dict[str, bytes]] = defaultdict(dict)

    def get(self, tenant: str, key: str) -> bytes | None:
        return self._bodies[tenant].get(key) if tenant in self._bodies else None

    def items(self, tenant: str) -> list[tuple[str, bytes]]:
        return list(self._bodies[tenant].items()) if tenant in self._bodies else []

    async def put(self, tenant: str, key: str, body: bytes) -> None:
        self._bodies[tenant][key] = body

    async def remove(self, tenant: str, key: str) -> None:
        self._bodies[tenant].pop(key, None)


class Kept(Protocol):
    """The store, as far as a keep needs it (ledger/keep.py)."""

    async def kept(self, tenant: str) -> list[tuple[str, bytes]]: ...
    async def keep(self, tenant: str, key: str, body: bytes | None) -> None:
        """Durable on return; None removes."""


class StoreKeep(MemoryKeep):
    """The store's, read into memory for the tenants that are owned here: `take` when one comes, `drop` when it goes."""

    def __init__(self, store: Kept) -> None:
        super().__init__()
        self._store = store
        # One at a time per tenant, in the order of the calls: else a late touch could bring back what was ended.
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(self, tenant: str) -> None:
        self._bodies[tenant] = dict(await self._store.kept(tenant))

    def drop(self, tenant: str) -> None:
        self._bodies.pop(tenant, None)
        self._turns.pop(tenant, None)

    async def put(self, tenant: str, key: str, body: bytes) -> None:
        """Raises LedgerError, for a tenant that is not owned here too."""
        if tenant not in self._bodies:
            raise LedgerError(f"{tenant} is not served here.")
        await super().put(tenant, key, body)
        async with self._turns[tenant]:
            await self._store.keep(tenant, key, body)

    async def remove(self, tenant: str, key: str) -> None:
        """Of a tenant that is not owned here too: a browser that signs in elsewhere ends its session there."""
        if tenant in self._bodies:
            await super().remove(tenant, key)
        async with self._turns[tenant]:
            await self._store.keep(tenant, key, None)


class _Line(msgspec.Struct, frozen=True, array_like=True):
    """`tenant` stands last because it came later; in an older line it is the body's own."""

    key: str
    body: str | None
    tenant: str = ""


class _Owned(msgspec.Struct, frozen=True):
    tenant: str = ""


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

    async def put(self, tenant: str, key: str, body: bytes) -> None:
        await super().put(tenant, key, body)
        self._append(_Line(key, body.decode(), tenant))

    async def remove(self, tenant: str, key: str) -> None:
        if self.get(tenant, key) is not None:
            await super().remove(tenant, key)
            self._append(_Line(key, None, tenant))

    def _take(self, raw: bytes) -> None:
        try:
            line = msgspec.json.decode(raw, type=_Line)
            tenant = line.tenant or (msgspec.json.decode(line.body, type=_Owned).tenant if line.body else "")
        except msgspec.DecodeError:
            _log.warning("identity_line_unreadable", path=str(self._path), bytes=len(raw))
            return
        for bodies in self._bodies.values() if line.body is None and not tenant else (self._bodies[tenant],):
            bodies.pop(line.key, None)
        if line.body is not None:
            self._bodies[tenant][line.key] = line.body.encode()

    def _append(self, line: _Line) -> None:
        self._lines += 1
        if self._lines > 1000 + 4 * sum(map(len, self._bodies.values())):
            self._rewrite()
            return
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _rewrite(self) -> None:
        fresh = self._path.with_suffix(".new")
        lines = [
            msgspec.json.encode(_Line(key, body.decode(), tenant)) + b"\n"
            for tenant, bodies in self._bodies.items()
            for key, body in bodies.items()
        ]
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        self._lines = len(lines)
