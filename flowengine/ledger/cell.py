"""What the nodes of one cell know of each other: who is there, who owns which shard, and what all must agree on.

A cell is one store and the nodes that work on it. All ages are told by the store's own clock, because the nodes' clocks
may differ by more than a lease is long.
"""

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

UP = "up"
DRAINING = "draining"


class Node(Struct, frozen=True):
    """One serving process. `silent_ms`: for how long the store has not heard of it."""

    id: str
    address: str
    version: str
    state: str = UP
    seen_ms: int = 0
    silent_ms: int = 0


class ShardPlace(Struct, frozen=True):
    """Where a shard is. `held`: its lock is taken; `silent_ms`: since its owner claimed, committed or renewed last;
    `in_seq`: the last number of its inbox."""

    shard: int
    owner: str
    epoch: int
    lease_until_ms: int
    held: bool
    tenants: int
    silent_ms: int = 0
    in_seq: int = 0


class StoreFacts(Struct, frozen=True):
    """What an operator asks of the store: `kind` names the back end, `schema` is the number of its last migration.

    `days`: partitions of a day that are kept, 0 for a store without any; `oldest_ms`: when the oldest fact was told, of
    whichever tenant, None without one.
    """

    kind: str
    bytes: int
    schema: int
    days: int = 0
    oldest_ms: int | None = None


class Cell(Protocol):
    """Every method fails with a LedgerError in one clear sentence."""

    async def enter(self, node: Node) -> None:
        """Write or refresh this node's row; to be called each second. `seen_ms` and `silent_ms` are the store's."""

    async def leave(self, node: str) -> None:
        """Take the row away."""

    async def nodes(self) -> list[Node]:
        """All that entered and did not leave, by their ids; one that died stays a day, silent."""

    async def shards(self) -> list[ShardPlace]:
        """Every shard that has a tenant, by its number."""

    async def evict(self, shard: int) -> bool:
        """Take the lock from a holder who let the lease pass; False when there is none, or its lease has not passed."""

    async def key(self) -> bytes:
        """32 random bytes that only nodes of this cell know: made once, the same for all."""

    async def fingerprint(self, made: bytes) -> bytes:
        """The first caller's is kept, and what is kept is told: the nodes must hold the same master key."""

    async def region(self, wanted: str) -> str:
        """As `fingerprint`; "" asks only, and is the answer while none was named."""

    async def tenant_of_token(self, token: str) -> str | None:
        """The tenant whose API token has this id."""

    async def facts(self) -> StoreFacts:
        """How large the store is, and of which form."""

    def on_hint(self, call: Callable[[int], None]) -> None:
        """Have `call` told, on the event loop, of each shard whose inbox or owner changed. A hint may be lost."""
