"""Leave to ask the outside for something: a few at a time of one tenant, a few dozen of all, in the order of asking."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

AT_ONCE = 64  # requests of this process
AT_ONCE_OF_TENANT = 8


class Slots:
    """A slot is held while somebody is asked, never during a pause between two tries: eight tenants whose service does
    not answer would else keep everybody's requests waiting."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(AT_ONCE)
        self._of: dict[str, asyncio.Semaphore] = {}
        self._wanted: dict[str, int] = {}

    @asynccontextmanager
    async def of(self, tenant: str) -> AsyncIterator[None]:
        own = self._of.get(tenant)
        if own is None:
            own = self._of[tenant] = asyncio.Semaphore(AT_ONCE_OF_TENANT)
        self._wanted[tenant] = self._wanted.get(tenant, 0) + 1
        try:
            async with own, self._all:
                yield
        finally:
            self._wanted[tenant] -= 1
            if not self._wanted[tenant]:
                del self._wanted[tenant], self._of[tenant]
