"""A store of sessions and visitors, as one database of several nodes; it may be away, and slow once."""

import asyncio

from flowengine.errors import LedgerError
from flowengine.identity.keep import StoreKeep
from tests.contracts.at_once import at_once


class Rows:
    """A store of one database, which may be away; `gate` holds the first write back."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}
        self.away = False
        self.gate: asyncio.Event | None = None

    async def kept(self, tenant: str) -> list[tuple[str, bytes]]:
        return [(key, body) for (owner, key), body in self.rows.items() if owner == tenant]

    async def keep(self, tenant: str, key: str, body: bytes | None) -> None:
        if self.away:
            raise LedgerError("the database is away")
        gate, self.gate = self.gate, None
        if gate is not None:
            await gate.wait()
        if body is None:
            self.rows.pop((tenant, key), None)
        else:
            self.rows[tenant, key] = body


def taken(store: Rows, *tenants: str) -> StoreKeep:
    keep = StoreKeep(store)
    for tenant in tenants:
        at_once(keep.take(tenant))
    return keep
