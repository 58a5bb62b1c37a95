"""The cell and the keep on SQLite: one node that holds every shard; files lie beside the ledger's own."""

import asyncio
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from flowengine.ledger.cell import Node, ShardPlace, StoreFacts
from flowengine.ledger.folder import SOUNDS, write_atomically
from flowengine.ledger.keep import checked
from flowengine.ledger.sqlite_threads import SqliteThreads

_PLACES = (
    "SELECT t.shard, coalesce(s.owner, ''), coalesce(s.epoch, 0), coalesce(s.lease_until, 0), count(*), "
    "coalesce(i.in_seq, 0) FROM tenant t LEFT JOIN shard s ON s.id = t.shard LEFT JOIN shard_in i ON i.id = t.shard "
    "GROUP BY t.shard ORDER BY t.shard"
)
_KEEP = "INSERT OR REPLACE INTO keep (body, shard, tenant, key) VALUES (?, ?, ?, ?)"

# The first of each shard, by its key: positions grow with time.
_OLDEST = "(SELECT min((SELECT at_ms FROM trace WHERE shard = shard.id ORDER BY pos LIMIT 1)) FROM shard)"


class SqliteCell(SqliteThreads):
    """See cell.Cell, keep.TenantKeep and keep.TenantFiles. Nodes are not written down: there is one."""

    def __init__(self, path: Path, writer: apsw.Connection, reader: apsw.Connection, lock_descriptor: int) -> None:
        super().__init__(path, writer, reader, lock_descriptor)
        self._nodes: dict[str, Node] = {}
        self._held: dict[int, int] = {}  # shard -> epoch
        self._hints: list[Callable[[int], None]] = []

    async def enter(self, node: Node) -> None:
        now_ms = time.time_ns() // 1_000_000
        self._nodes[node.id] = Node(node.id, node.address, node.version, node.state, now_ms)

    async def leave(self, node: str) -> None:
        self._nodes.pop(node, None)

    async def nodes(self) -> list[Node]:
        now_ms = time.time_ns() // 1_000_000
        kept = sorted(self._nodes.values(), key=lambda node: node.id)
        return [
            Node(node.id, node.address, node.version, node.state, node.seen_ms, max(0, now_ms - node.seen_ms))
            for node in kept
        ]

    async def shards(self) -> list[ShardPlace]:
        rows: Any = await self._look(lambda db: db.execute(_PLACES).fetchall())
        return [
            ShardPlace(shard, owner, epoch, until, shard in self._held, tenants, in_seq=in_seq)
            for shard, owner, epoch, until, tenants, in_seq in rows
        ]

    async def evict(self, shard: int) -> bool:
        """Nobody else can hold a lock here."""
        return False

    async def key(self) -> bytes:
        return await self._agreed("key", secrets.token_bytes(32))

    async def fingerprint(self, made: bytes) -> bytes:
        return await self._agreed("fingerprint", made)

    async def region(self, wanted: str) -> str:
        return (await self._agreed("region", wanted.encode())).decode()

    async def _agreed(self, name: str, made: bytes) -> bytes:
        def agree(db: apsw.Connection) -> bytes:
            if made:
                db.execute("INSERT INTO cell VALUES (?, ?) ON CONFLICT DO NOTHING", (name, made))
            row: Any = db.execute("SELECT body FROM cell WHERE name = ?", (name,)).fetchone()
            return bytes(row[0]) if row else b""

        return await self._write(agree)

    async def tenant_of_token(self, token: str) -> str | None:
        sql = "SELECT tenant FROM document WHERE kind = 'token' AND key = ?"
        row: Any = await self._look(lambda db: db.execute(sql, (token,)).fetchone())
        return row[0] if row else None

    async def facts(self) -> StoreFacts:
        sizes = "pragma_page_count, pragma_page_size, pragma_user_version"
        sql = f"SELECT page_count * page_size, user_version, 0, {_OLDEST} FROM {sizes}"  # noqa: S608  # our own words
        row: Any = await self._look(lambda db: db.execute(sql).fetchone())
        return StoreFacts("SQLite", *row)

    def on_hint(self, call: Callable[[int], None]) -> None:
        self._hints.append(call)

    def _hint(self, shard: int) -> None:
        for call in self._hints:
            call(shard)

    async def kept(self, tenant: str) -> list[tuple[str, bytes]]:
        key = (self._shard(tenant), tenant)
        sql = "SELECT key, body FROM keep WHERE shard = ? AND tenant = ? ORDER BY key"
        found: Any = await self._look(lambda db: db.execute(sql, key).fetchall())
        return list(found)

    async def keep(self, tenant: str, key: str, body: bytes | None) -> None:
        row = (self._shard(tenant), tenant, key)
        if body is None:
            gone = "DELETE FROM keep WHERE shard = ? AND tenant = ? AND key = ?"
            await self._write(lambda db: db.execute(gone, row))
        else:
            await self._write(lambda db: db.execute(_KEEP, (body, *row)))

    async def file_put(self, tenant: str, name: str, body: bytes) -> None:
        file = self._file(tenant, name)
        await asyncio.to_thread(lambda: None if file.is_file() else write_atomically(file, body))

    async def file_get(self, tenant: str, name: str) -> bytes | None:
        file = self._file(tenant, name)
        return await asyncio.to_thread(lambda: file.read_bytes() if file.is_file() else None)

    async def file_remove(self, tenant: str, name: str) -> None:
        file = self._file(tenant, name)
        await asyncio.to_thread(lambda: file.unlink(missing_ok=True))

    async def file_names(self, tenant: str) -> dict[str, int]:
        folder = self._folder(tenant)

        def look() -> dict[str, int]:
            found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
            return {name: path.stat().st_size for name, path in found.items() if path.is_file() and path.suffix}

        return await asyncio.to_thread(look)

    def _folder(self, tenant: str) -> Path:
        self._shard(tenant)
        return self.path.parent / SOUNDS / tenant

    def _file(self, tenant: str, name: str) -> Path:
        return self._folder(tenant) / checked(name)
