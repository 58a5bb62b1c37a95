"""The cell and the keep on PostgreSQL: many nodes, one lock per shard, all ages by the database's clock."""

import secrets
from collections.abc import Callable

from flowengine.ledger.cell import Node, ShardPlace, StoreFacts
from flowengine.ledger.keep import checked
from flowengine.ledger.port import LEASE_MS
from flowengine.ledger.postgres_pool import PostgresPool
from flowengine.ledger.postgres_schema import MARK, OUR_LOCKS

_PLACES = (
    "SELECT t.shard, coalesce(s.owner, ''), coalesce(s.epoch, 0), coalesce(s.renewed_ms, 0) + $1, "
    "t.shard = ANY (ARRAY(SELECT objid::int FROM OUR_LOCKS)), t.tenants, "
    "coalesce(store_ms() - s.renewed_ms, 0), coalesce(i.in_seq, 0) "
    "FROM (SELECT shard, count(*)::int AS tenants FROM tenant GROUP BY shard) t "
    "LEFT JOIN shard s ON s.id = t.shard LEFT JOIN shard_in i ON i.id = t.shard ORDER BY t.shard"
).replace("OUR_LOCKS", OUR_LOCKS)
_ENTER = (
    "INSERT INTO node VALUES ($1, $2, $3, $4, store_ms()) ON CONFLICT (id) DO UPDATE SET address = $2, version = $3, "
    "state = $4, seen_ms = store_ms()"
)
_NODES = "SELECT id, address, version, state, seen_ms, greatest(0, store_ms() - seen_ms) FROM node ORDER BY id"
_EVICT = (
    f"SELECT pg_terminate_backend(pid) FROM (SELECT pid FROM {OUR_LOCKS} AND objid = $1 AND pid <> $3) holder "  # noqa: S608  # a number of ours
    "WHERE EXISTS (SELECT FROM shard WHERE id = $1 AND renewed_ms < store_ms() - $2)"
)
_AGREE = "INSERT INTO cell VALUES ($1, $2) ON CONFLICT DO NOTHING"
_KEEP = "INSERT INTO keep VALUES ($1, $2, $3, $4) ON CONFLICT (shard, tenant, key) DO UPDATE SET body = excluded.body"

_DAYS = "(SELECT count(*) FROM day_partition WHERE of_table = 'trace')"
# The first of each shard, by its key: positions grow with time.
_OLDEST = (
    "(SELECT min(t.at_ms) FROM shard s CROSS JOIN LATERAL "
    "(SELECT at_ms FROM trace WHERE shard = s.id ORDER BY pos LIMIT 1) t)"
)


class PostgresCell(PostgresPool):
    """See cell.Cell, keep.TenantKeep and keep.TenantFiles."""

    async def enter(self, node: Node) -> None:
        await self._ask(lambda db: db.execute(_ENTER, node.id, node.address, node.version, node.state))

    async def leave(self, node: str) -> None:
        await self._ask(lambda db: db.execute("DELETE FROM node WHERE id = $1", node))

    async def nodes(self) -> list[Node]:
        return [Node(*row) for row in await self._ask(lambda db: db.fetch(_NODES))]

    async def shards(self) -> list[ShardPlace]:
        return [ShardPlace(*row) for row in await self._ask(lambda db: db.fetch(_PLACES, LEASE_MS))]

    async def evict(self, shard: int) -> bool:
        ended = await self._ask(lambda db: db.fetch(_EVICT, shard, LEASE_MS, self._locks.pid))
        if ended:
            self._hint(shard)
        return bool(ended)

    async def key(self) -> bytes:
        return await self._agreed("key", secrets.token_bytes(32))

    async def fingerprint(self, made: bytes) -> bytes:
        return await self._agreed("fingerprint", made)

    async def region(self, wanted: str) -> str:
        return (await self._agreed("region", wanted.encode())).decode()

    async def _agreed(self, name: str, made: bytes) -> bytes:
        if made:
            await self._ask(lambda db: db.execute(_AGREE, name, made))
        found = await self._ask(lambda db: db.fetchval("SELECT body FROM cell WHERE name = $1", name))
        return bytes(found or b"")

    async def facts(self) -> StoreFacts:
        sql = f"SELECT pg_database_size(current_database()), (SELECT version FROM {MARK}), {_DAYS}, {_OLDEST}"  # noqa: S608  # as above
        return StoreFacts("PostgreSQL", *await self._ask(lambda db: db.fetchrow(sql)))

    async def tenant_of_token(self, token: str) -> str | None:
        sql = "SELECT tenant FROM document WHERE kind = 'token' AND key = $1"
        found: str | None = await self._ask(lambda db: db.fetchval(sql, token))
        return found

    def on_hint(self, call: Callable[[int], None]) -> None:
        self._locks.calls.append(call)

    async def kept(self, tenant: str) -> list[tuple[str, bytes]]:
        shard = await self._shard(tenant)
        sql = "SELECT key, body FROM keep WHERE shard = $1 AND tenant = $2 ORDER BY key"
        return [tuple(row) for row in await self._ask(lambda db: db.fetch(sql, shard, tenant))]

    async def keep(self, tenant: str, key: str, body: bytes | None) -> None:
        shard = await self._shard(tenant)
        if body is None:
            gone = "DELETE FROM keep WHERE shard = $1 AND tenant = $2 AND key = $3"
            await self._ask(lambda db: db.execute(gone, shard, tenant, key))
        else:
            await self._ask(lambda db: db.execute(_KEEP, shard, tenant, key, body))

    async def file_put(self, tenant: str, name: str, body: bytes) -> None:
        shard, name = await self._shard(tenant), checked(name)
        sql = "INSERT INTO file VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
        await self._ask(lambda db: db.execute(sql, shard, tenant, name, body))

    async def file_get(self, tenant: str, name: str) -> bytes | None:
        shard, name = await self._shard(tenant), checked(name)
        sql = "SELECT body FROM file WHERE shard = $1 AND tenant = $2 AND name = $3"
        found: bytes | None = await self._ask(lambda db: db.fetchval(sql, shard, tenant, name))
        return found

    async def file_remove(self, tenant: str, name: str) -> None:
        shard, name = await self._shard(tenant), checked(name)
        sql = "DELETE FROM file WHERE shard = $1 AND tenant = $2 AND name = $3"
        await self._ask(lambda db: db.execute(sql, shard, tenant, name))

    async def file_names(self, tenant: str) -> dict[str, int]:
        shard = await self._shard(tenant)
        sql = "SELECT name, length(body) FROM file WHERE shard = $1 AND tenant = $2 ORDER BY name"
        return dict(await self._ask(lambda db: db.fetch(sql, shard, tenant)))
