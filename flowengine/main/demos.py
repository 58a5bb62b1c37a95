"""The demo tenants and their users, whichever node serves them: what demo sign-in offers everywhere."""

from collections.abc import AsyncIterator, Mapping
from typing import TypeVar

import msgspec

from flowengine.errors import LedgerError, NotFound
from flowengine.ledger.port import Reads
from flowengine.ledger.record import StoredDocument, unpack
from flowengine.main.exchange import Exchange
from flowengine.tenancy.tenant import Tenant
from flowengine.tenancy.user import User

_T = TypeVar("_T")


async def demos(exchange: Exchange, reads: Reads) -> AsyncIterator[tuple[Tenant, Mapping[str, User]]]:
    """From memory if the tenant is served here, else from the store. Raises LedgerError."""
    for name in await exchange.runtime.ledger.tenants():
        tenant, users = await _who(exchange, reads, name)
        if tenant is not None and tenant.demo:
            yield tenant, users


async def _who(exchange: Exchange, reads: Reads, name: str) -> tuple[Tenant | None, Mapping[str, User]]:
    try:
        directory = exchange.board(name).around.directory
    except (LedgerError, NotFound):
        kept = {row.key: row.body for row in await reads.documents_of(name, "tenant") if row.body}
        tenant = _read(kept["tenant"], Tenant) if "tenant" in kept else None
        rows = await reads.documents_of(name, "user") if tenant and tenant.demo else []
        return tenant, {row.key: _read(row.body, User) for row in rows if row.body}
    return directory.tenant, directory.users


def _read(body: bytes, kind: type[_T]) -> _T:
    return msgspec.json.decode(unpack(StoredDocument, body).text, type=kind)
