"""Tokens in a tenant's ledger: there after a restart, told in its trace, and nowhere as text."""

import asyncio
import json
import secrets
from pathlib import Path

from flowengine.environments.files import files_of
from flowengine.environments.seed import first_documents
from flowengine.environments.tree import tree_of
from flowengine.identity.principal import principal_of
from flowengine.identity.tokens import Tokens
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main.core import CoreFactory
from flowengine.main.exchange import Exchange
from flowengine.main.token_store import TokenDocuments
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports
from flowengine.switchboard.programs import Programs
from tests.environments.office import LOADER, TENANT, TREE

DORA = principal_of(TENANT, "dora", "Dora", {"": ["administrator"]})


def test_tokens_are_kept_and_told(tmp_path: Path) -> None:
    async def life(*, first: bool, text: str = "") -> str:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        runtime = Runtime(ledger, system_ports(), CoreFactory(Programs(LOADER)))
        await runtime.start()
        try:
            if first:
                await runtime.add_tenant(TENANT, "EMEA", list(first_documents(TREE, 1_772_445_600_000)))
            exchange = Exchange(runtime)
            tokens = Tokens(TokenDocuments(exchange), lambda: 1_772_445_600_000, secrets.token_bytes)
            if first:
                text = (await tokens.make(DORA, "ci", "editor", (), 7))[1]
            assert tokens.find(text).tenant == TENANT
            if not first:
                token_id = text.split("_")[1]
                await tokens.revoke(DORA, token_id)
                facts = [fact for row in await ledger.trace_of(TENANT, "tenant", "") for fact in row.stored.facts]
                told = [list(fact) for fact in facts if list(fact)[:2] == ["document", "token"]]
                assert told == [["document", "token", token_id, n, "dora"] for n in (1, 2)]
                board = exchange.board(TENANT)
                shown = [
                    tree_of(board),
                    {path: file.document for path, file in files_of(board, ["front_door"], people=True).items()},
                ]
                assert token_id not in json.dumps(shown, default=str)
            return text
        finally:
            await runtime.stop()
            await ledger.close()

    text = asyncio.run(life(first=True))
    asyncio.run(life(first=False, text=text))
    secret = text.split("_", 2)[2].encode()
    assert [file.name for file in tmp_path.iterdir() if secret in file.read_bytes()] == []
