"""What nodes of a cell agree on before they serve: one master key, and a name for each."""

import asyncio
import time
from pathlib import Path

import pytest

from flowengine.ledger.cell import Node
from flowengine.main.master_key import KEY_FILE, agree, master_key
from flowengine.main.member import NodeNamedTwice, refuse_twin
from flowengine.runtime.seal import MasterKey, SecretsKeyWrong
from tests.contracts.memory_ledger import MemoryLedger, MemoryStore

OTHER = "B" * 43 + "="


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def test_all_nodes_have_the_first_ones_key(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    cell = MemoryLedger(MemoryStore())

    async def lives() -> None:
        await agree(cell, first, master_key(first))
        await agree(cell, first, master_key(first))
        with pytest.raises(SecretsKeyWrong, match=f"no key.*STUDIO_SECRETS_KEY.*{KEY_FILE}"):
            await agree(cell, second, master_key(second))
        assert list(second.iterdir()) == [], "no key is made that would only have to be taken away again"
        with pytest.raises(SecretsKeyWrong, match="another than its cell's"):
            await agree(cell, first, MasterKey(first / KEY_FILE, OTHER))
        (second / KEY_FILE).write_text((first / KEY_FILE).read_text())
        await agree(cell, second, master_key(second))

    asyncio.run(lives())


def test_a_name_is_one_nodes_alone_until_it_has_died() -> None:
    cell = MemoryLedger(MemoryStore(now_ms))

    async def lives() -> None:
        await cell.enter(Node("a", "127.0.0.1:1", "1"))
        beats = asyncio.create_task(beat())
        with pytest.raises(NodeNamedTwice, match=r"a already, at 127\.0\.0\.1:1\. .*--node"):
            await refuse_twin(cell, "a", "127.0.0.1:2", wait_s=0.1)
        beats.cancel()
        await refuse_twin(cell, "b", "127.0.0.1:2", wait_s=0.1)
        await refuse_twin(cell, "a", "127.0.0.1:2", wait_s=0.1)  # nothing was heard of it meanwhile: it was killed

    async def beat() -> None:
        while True:
            await asyncio.sleep(0.01)
            await cell.enter(Node("a", "127.0.0.1:1", "1"))

    asyncio.run(lives())
