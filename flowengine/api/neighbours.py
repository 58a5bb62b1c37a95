"""What a node knows of the others of its cell: where each tenant is served, and whose an API token is."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from time import monotonic

from msgspec import Struct

from flowengine.api.rate import Rate
from flowengine.errors import Overloaded
from flowengine.runtime.place import Place

MOST_TOKENS = 10_000  # remembered; the least recently used go first
UNKNOWN_S = 5.0  # for so long a token that nobody knows is not asked for again
ASKED_PER_S = 50.0


class Neighbours(Struct, frozen=True):
    """`key` is the cell's. `place` answers for a tenant, `node` for a node's name, both from memory; None: there is no
    such tenant or node. `tenant_of_token` asks the store; None: it knows no such token."""

    key: bytes
    place: Callable[[str], Place | None]
    node: Callable[[str], Place | None]
    tenant_of_token: Callable[[str], Awaitable[str | None]]


class TokenTenants:
    """Remembers whose a token is: that never changes. Those that nobody knows are asked for seldom."""

    def __init__(
        self,
        ask: Callable[[str], Awaitable[str | None]],
        now_s: Callable[[], float] = monotonic,
        rate: float = ASKED_PER_S,
    ) -> None:
        self._ask = ask
        self._now_s = now_s
        self._known: OrderedDict[str, tuple[str | None, float]] = OrderedDict()
        self._rate = Rate(rate, 2 * rate, now_s)

    async def of(self, token: str) -> str | None:
        """Raises LedgerError, and Overloaded when too many were asked for."""
        found = self._known.get(token)
        if found is not None and (found[0] is not None or self._now_s() - found[1] < UNKNOWN_S):
            self._known.move_to_end(token)
            return found[0]
        if not self._rate.allows(""):
            raise Overloaded("Too many unknown API tokens at once.", retry_after_s=1)
        tenant = await self._ask(token)
        self._known[token] = (tenant, self._now_s())
        self._known.move_to_end(token)
        while len(self._known) > MOST_TOKENS:
            self._known.popitem(last=False)
        return tenant
