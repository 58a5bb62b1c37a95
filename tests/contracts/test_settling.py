"""What every store must hold of a tenant that is new: its place and its documents, or neither."""

from collections.abc import Callable

import pytest

from flowengine.errors import Fenced
from flowengine.ledger.port import Lease, Ledger
from flowengine.ledger.record import DocumentRow, StoredDocument, pack
from tests.contracts.test_ledger import SHARD, Proof, prove

__all__ = ["prove"]  # the fixture


def test_a_new_tenant_has_its_place_and_its_documents_at_once_or_neither(prove: Callable[[Proof], None]) -> None:
    async def proof(ledger: Ledger, lease: Lease) -> None:
        new = "emea-new"

        def rows(shard: int) -> list[DocumentRow]:
            return [DocumentRow(shard, new, "switch", "open", 1, "h1", pack(StoredDocument(1, f'"{shard}"')))]

        assert await ledger.settle_tenant(lease, new, "EMEA", rows(SHARD))
        elsewhere = await ledger.claim(SHARD + 1, "me", 1_000)
        assert not await ledger.settle_tenant(elsewhere, new, "EMEA", rows(SHARD + 1))
        assert not await ledger.settle_tenant(lease, new, "EMEA", [rows(SHARD)[0]._replace(version=2)])
        assert (await ledger.tenants())[new] == SHARD
        assert (await ledger.load(lease)).tenants[new].documents == rows(SHARD)
        assert new not in (await ledger.load(elsewhere)).tenants
        await ledger.claim(SHARD, "me", 2_000)
        with pytest.raises(Fenced):
            await ledger.settle_tenant(lease, "emea-late", "EMEA", [])
        assert "emea-late" not in await ledger.tenants()

    prove(proof)
