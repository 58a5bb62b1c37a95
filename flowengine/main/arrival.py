"""Tenants come to this node and go: what speaks for them beside the runtime begins and ends with that."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from flowengine.channels.line import Line
from flowengine.main.exchange import Exchange


class Follower(Protocol):
    """Whatever does something for each tenant that is served here."""

    async def come(self, tenant: str) -> None:
        """The tenant is recovered; nobody was answered yet."""

    async def go(self, tenant: str) -> None:
        """Another node serves it, or will."""


class Arrivals:
    """The runtime's hooks. They come in the order of `followers`, and go in the opposite one."""

    def __init__(self) -> None:
        self.followers: Sequence[Follower] = ()

    async def taken(self, tenants: Sequence[str]) -> None:
        """All at once: each asks the store for something, and a shard may have many."""
        try:
            async with asyncio.TaskGroup() as group:
                for tenant in tenants:
                    group.create_task(self._come(tenant))
        except ExceptionGroup as faults:
            raise faults.exceptions[0] from faults

    async def _come(self, tenant: str) -> None:
        for follower in self.followers:
            await follower.come(tenant)

    async def lost(self, tenants: Sequence[str], why: str) -> None:
        del why
        for tenant in tenants:
            for follower in reversed(self.followers):
                await follower.go(tenant)


class Carriers:
    """The simulated carriers take up the calls that are on."""

    def __init__(self, exchange: Exchange, line: Line) -> None:
        self._exchange, self._line = exchange, line

    async def come(self, tenant: str) -> None:
        for state in list(self._exchange.board(tenant).dialogues.glances()):
            self._line.resume(tenant, state.id, state.via)

    async def go(self, tenant: str) -> None:
        await self._line.forget(tenant)
