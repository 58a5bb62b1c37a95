"""A PostgreSQL that is killed and comes back: who calls is told so at once, and the same owners go on by themselves."""

import asyncio
import sys
import time

import pytest

from flowengine.errors import LedgerError
from flowengine.ledger.postgres import PostgresLedger
from flowengine.messages import DialogueArrived, KeyPressed
from flowengine.runtime.place import Here
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports
from tests.postgres import Server, private
from tests.runtime.counter import Counter

TENANTS = ["emea-0", "emea-1"]


async def press(runtime: Runtime, tenant: str, dialogue: str, event_id: str) -> int:
    keys: int = (await runtime.submit(tenant, KeyPressed(dialogue=dialogue, key="1"), event_id))["keys"]
    return keys


async def life(server: Server, url: str) -> None:
    ledgers = [await PostgresLedger.open(url) for _ in "ab"]
    nodes = [
        Runtime(ledger, system_ports(), Counter, name=name, cell=ledger, address=f"{name}:1")
        for name, ledger in zip("ab", ledgers, strict=True)
    ]
    dialogues = []
    for node, tenant in zip(nodes, TENANTS, strict=True):  # each node has one
        await node.start()
        await node.add_tenant(tenant, "EMEA")
        event = DialogueArrived(via="phone", external_id="1", channel="voice", address="+442079460100")
        dialogues.append((await node.submit(tenant, event))["dialogue"])
    await asyncio.to_thread(server.kill)
    for number in range(3):
        begun_s = time.monotonic()
        with pytest.raises(LedgerError, match=r"\.$"):
            await press(nodes[0], TENANTS[0], dialogues[0], f"k{number}")
        assert time.monotonic() - begun_s < 8.0, "nobody waits for long to be told"
    await asyncio.sleep(0.5)
    assert not any(node.is_ready for node in nodes)
    await asyncio.to_thread(server.start)
    back_s = time.monotonic()
    for node, tenant, dialogue in zip(nodes, TENANTS, dialogues, strict=True):
        async with asyncio.timeout(20):
            while True:
                try:
                    assert await press(node, tenant, dialogue, "k0") == 1
                    break
                except LedgerError:
                    await asyncio.sleep(0.05)
    sys.stdout.write(f"both tenants were served {time.monotonic() - back_s:.2f} s after the database was back\n")
    await asyncio.sleep(1.5)
    for node, tenant in zip(nodes, TENANTS, strict=True):
        assert isinstance(node.place(tenant), Here)
        assert node.is_ready
    for node, ledger in zip(nodes, ledgers, strict=True):
        await node.stop()
        await ledger.close()


def test_a_database_that_is_killed_and_comes_back_changes_no_owner() -> None:
    with private() as server:
        asyncio.run(life(server, server.url("postgres")))
