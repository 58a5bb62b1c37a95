"""Where sessions and visitors are kept so that they survive a restart: in memory, or in the store."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from flowengine.errors import LedgerError

OURS = ("session:", "visitor:")  # as identity/secret.py writes keys; other rooms keep what is theirs there, too


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
    """The store's, read into memory for the tenants that are owned here: `take` when one comes, `drop` when it goes.

    INVARIANT: what was put is known to whoever owns the tenant next: it is told as kept only if it was durable while
    the tenant was still served here (`is_here`), so before anybody else read it (tests/identity/test_keep.py).
    """

    def __init__(self, store: Kept, is_here: Callable[[str], bool] = lambda _: True) -> None:
        super().__init__()
        self._store, self._is_here = store, is_here
        # One at a time per tenant, in the order of the calls: else a late touch could bring back what was ended.
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def take(self, tenant: str) -> None:
        kept = await self._store.kept(tenant)
        self._bodies[tenant] = {key: body for key, body in kept if key.startswith(OURS)}

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
        if not self._is_here(tenant):
            raise LedgerError(f"{tenant} moved to another server meanwhile.")

    async def remove(self, tenant: str, key: str) -> None:
        """Of a tenant that is not owned here too: a browser that signs in elsewhere ends its session there."""
        if tenant in self._bodies:
            await super().remove(tenant, key)
        async with self._turns[tenant]:
            await self._store.keep(tenant, key, None)
