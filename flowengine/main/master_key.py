"""The master key of secrets: all nodes of a cell must have the same one, and none of them starts with another."""

import asyncio
import os
from hashlib import blake2b
from pathlib import Path

from flowengine.ledger.cell import Cell
from flowengine.runtime.seal import NAME, MasterKey, SecretsKeyWrong

KEY_FILE = "secrets.key"


def master_key(data: Path) -> MasterKey:
    """From the environment, else from the data folder, where it is made when first needed."""
    return MasterKey(data / KEY_FILE, os.environ.get(NAME, ""))


async def agree(cell: Cell, data: Path, key: MasterKey) -> None:
    """The first node's key becomes the cell's. Raises SecretsKeyWrong at one that has another, or none."""
    file = data / KEY_FILE
    is_new = not os.environ.get(NAME) and not await asyncio.to_thread(file.exists)
    mine = await asyncio.to_thread(_fingerprint, key)
    if await cell.fingerprint(mine) == mine:
        return
    if is_new:
        await asyncio.to_thread(file.unlink)
    have = "This node has no key of the secrets" if is_new else "This node's key of the secrets is another than"
    rest = ", but its cell has one." if is_new else " its cell's."
    raise SecretsKeyWrong(f"{have}{rest} Set {NAME} as on the other nodes, or copy {KEY_FILE} from one's data folder.")


def _fingerprint(key: MasterKey) -> bytes:
    return blake2b(key.key(), digest_size=32, person=b"secrets key").digest()
