"""A small runtime for channels: events are remembered once per event id, commands wait in numbered streams."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from msgspec import Struct

from flowengine.channels.robot import Work
from flowengine.messages import Command, Event


class Numbered(Struct, frozen=True):
    n: int
    command: Command
    content: Any = None


class Stream:
    def __init__(self, items: list[Any], after: int, told: asyncio.Condition) -> None:
        self._items, self._at, self._told = items, after, told
        self.closed = False

    def close(self) -> None:
        self.closed = True

    async def __aiter__(self) -> AsyncIterator[Numbered]:
        while True:
            async with self._told:
                await self._told.wait_for(lambda: len(self._items) > self._at)
            self._at += 1
            item = self._items[self._at - 1]
            if isinstance(item, Exception):
                self._items.pop(self._at - 1)
                raise item
            yield item


class Exchange:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.tries: list[str | None] = []
        self.faults: list[Exception] = []
        self.held: list[Work] = []
        self._ids: set[str] = set()
        self._streams: dict[str, list[Any]] = {}
        self._told = asyncio.Condition()

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Any:
        del tenant
        self.tries.append(event_id)
        if self.faults:
            raise self.faults.pop(0)
        if event_id is None or event_id not in self._ids:
            self.events.append(event)
        self._ids |= {event_id} if event_id else set()
        async with self._told:
            self._told.notify_all()
        return {}

    async def send(self, recipient: str, command: Command) -> None:
        stream = self._streams.setdefault(recipient, [])
        stream.append(Numbered(len(stream) + 1, command))
        async with self._told:
            self._told.notify_all()

    async def cut(self, recipient: str, why: Exception) -> None:
        """The stream breaks for who listens now."""
        self._streams.setdefault(recipient, []).append(why)
        async with self._told:
            self._told.notify_all()

    def commands(self, tenant: str, recipient: str, after: int) -> Stream:
        del tenant
        return Stream(self._streams.setdefault(recipient, []), after, self._told)

    async def agent_commands(self, tenant: str, agent: str) -> AsyncIterator[Command]:
        async for item in self.commands(tenant, f"agent:{agent}", 0):
            yield item.command

    def work(self, tenant: str, agent: str) -> list[Work]:
        del tenant, agent
        return self.held

    def channel_of(self, tenant: str, dialogue: str) -> str:
        del tenant
        return next((kind for kind in ("chat", "message") if dialogue.startswith(kind)), "voice")

    async def until(self, kind: type, count: int = 1) -> list[Event]:
        """Wait for the events of a kind."""

        def found() -> list[Event]:
            return [event for event in self.events if isinstance(event, kind)]

        async with asyncio.timeout(5), self._told:
            await self._told.wait_for(lambda: len(found()) >= count)
        return found()


async def idle() -> None:
    """Let everything run that can run now."""
    for _ in range(20):
        await asyncio.sleep(0)
