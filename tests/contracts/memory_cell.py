"""The memory ledger's side of a cell: which nodes are there, who holds which lock, what is kept of a tenant."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.errors import LedgerError, NotFound
from flowengine.ledger.cell import Node, ShardPlace, StoreFacts
from flowengine.ledger.keep import checked
from flowengine.ledger.port import LEASE_MS

if TYPE_CHECKING:
    from tests.contracts.memory_ledger import MemoryStore, Shelf


class MemoryCell:
    """See cell.Cell, keep.TenantKeep and keep.TenantFiles."""

    def __init__(self, store: "MemoryStore") -> None:
        self._store = store
        self._shelves: dict[int, Shelf] = store.shelves
        self.hints: list[Callable[[int], None]] = []
        self.is_dead = False
        store.handles.append(self)  # type: ignore[arg-type]  # every handle is a MemoryLedger

    def kill(self) -> None:
        """As a process that is killed: nothing of it is answered any more, and its locks are free at once."""
        if self.is_dead:
            return
        self.is_dead = True
        self._store.handles.remove(self)  # type: ignore[arg-type]  # as above
        for shard in [shard for shard, holder in self._store.locks.items() if holder is self]:
            self.lose(shard)

    def lose(self, shard: int) -> None:
        """As a lock that is lost by a cut connection: the handle itself does not know."""
        self._store.locks.pop(shard, None)
        self._store.hint(shard)

    def _live(self) -> None:
        if self.is_dead:
            raise LedgerError("The store is closed.")

    async def enter(self, node: Node) -> None:
        self._live()
        self._store.nodes[node.id] = replace(node, seen_ms=self._store.now_ms(node.seen_ms))

    async def leave(self, node: str) -> None:
        self._live()
        self._store.nodes.pop(node, None)

    async def nodes(self) -> list[Node]:
        self._live()
        now_ms = self._store.now_ms()
        return [replace(node, silent_ms=now_ms - node.seen_ms) for _, node in sorted(self._store.nodes.items())]

    async def shards(self) -> list[ShardPlace]:
        self._live()
        now_ms = self._store.now_ms()
        found = []
        for shard, tenants in sorted(Counter(self._store.places.values()).items()):
            shelf = self._shelves.get(shard)
            if shelf is None:
                found.append(ShardPlace(shard, "", 0, 0, shard in self._store.locks, tenants))
            else:
                until, silent = shelf.renewed_ms + LEASE_MS, now_ms - shelf.renewed_ms
                held = shard in self._store.locks
                found.append(ShardPlace(shard, shelf.owner, shelf.epoch, until, held, tenants, silent, shelf.in_seq))
        return found

    async def evict(self, shard: int) -> bool:
        self._live()
        shelf = self._shelves.get(shard)
        if shelf is None or shard not in self._store.locks or self._store.now_ms() - shelf.renewed_ms < LEASE_MS:
            return False
        self.lose(shard)
        return True

    async def key(self) -> bytes:
        return self._agreed("key", bytes(range(32)))

    async def fingerprint(self, made: bytes) -> bytes:
        return self._agreed("fingerprint", made)

    async def region(self, wanted: str) -> str:
        return self._agreed("region", wanted.encode()).decode()

    def _agreed(self, name: str, made: bytes) -> bytes:
        self._live()
        return self._store.agreed.setdefault(name, made) if made else self._store.agreed.get(name, b"")

    async def tenant_of_token(self, token: str) -> str | None:
        self._live()
        rows = [row for shelf in self._shelves.values() for row in shelf.documents.values()]
        return next((row.tenant for row in rows if (row.kind, row.key) == ("token", token)), None)

    async def facts(self) -> StoreFacts:
        self._live()
        told = (row.at_ms for shelf in self._store.shelves.values() for row in shelf.trace)
        size = sum(len(body) for body in self._store.files.values()) + 1
        return StoreFacts("memory", size, 1, oldest_ms=min(told, default=None))

    def on_hint(self, call: Callable[[int], None]) -> None:
        self.hints.append(call)

    def _known(self, tenant: str) -> str:
        self._live()
        if tenant not in self._store.places:
            raise NotFound(f"There is no tenant {tenant}.")
        return tenant

    async def kept(self, tenant: str) -> list[tuple[str, bytes]]:
        self._known(tenant)
        return [(key, body) for (of, key), body in sorted(self._store.keep.items()) if of == tenant]

    async def keep(self, tenant: str, key: str, body: bytes | None) -> None:
        self._store.keep.pop((self._known(tenant), key), None)
        if body is not None:
            self._store.keep[tenant, key] = body

    async def file_put(self, tenant: str, name: str, body: bytes) -> None:
        self._store.files.setdefault((self._known(tenant), checked(name)), body)

    async def file_get(self, tenant: str, name: str) -> bytes | None:
        return self._store.files.get((self._known(tenant), checked(name)))

    async def file_remove(self, tenant: str, name: str) -> None:
        self._store.files.pop((self._known(tenant), checked(name)), None)

    async def file_names(self, tenant: str) -> dict[str, int]:
        self._known(tenant)
        return {name: len(body) for (of, name), body in sorted(self._store.files.items()) if of == tenant}
