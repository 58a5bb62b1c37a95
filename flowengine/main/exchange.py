"""The runtime as the web face, the channels and the authors know it."""

from collections.abc import AsyncIterator
from typing import cast

from flowengine.channels.robot import Work
from flowengine.messages import Command, Event, Json
from flowengine.runtime.feed import TraceFeed
from flowengine.runtime.outbox import CommandStream
from flowengine.runtime.runtime import Runtime
from flowengine.switchboard.switchboard import Switchboard


class Exchange:
    """Each room states its own port; this one object has them all."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json:
        return await self.runtime.submit(tenant, event, event_id)

    def board(self, tenant: str) -> Switchboard:
        """The tenant's switchboard, to look at only."""
        return cast(Switchboard, self.runtime.read(tenant))

    async def settled(self, tenant: str) -> Switchboard:
        """The same when no batch is under way."""
        return cast(Switchboard, await self.runtime.settled(tenant))

    def commands(self, tenant: str, recipient: str, after: int) -> CommandStream:
        return self.runtime.stream(tenant, recipient, after)

    def feed(self, tenant: str, after: int | None) -> TraceFeed:
        return self.runtime.subscribe(tenant, after)

    # --- what robot desks need --------------------------------------------------------------------------------

    def agent_commands(self, tenant: str, agent: str) -> AsyncIterator[Command]:
        """The agent's commands from now on."""
        head = self.board(tenant).streams.get(agent, 0)
        return _commands(self.runtime.stream(tenant, f"agent:{agent}", head))

    def work(self, tenant: str, agent: str) -> list[Work]:
        """The reservations that the agent holds now."""
        view = self.board(tenant).floor.agent(agent, 0)
        return [Work(r["reservation"], r["state"], r["channel"]) for r in (view or {}).get("reservations", ())]

    def channel_of(self, tenant: str, dialogue: str) -> str:
        """voice, chat or message; "" for a dialogue that is over."""
        state = self.board(tenant).dialogues.get(dialogue)
        return state.channel if state else ""


async def _commands(stream: CommandStream) -> AsyncIterator[Command]:
    try:
        async for delivery in stream:
            yield delivery.command
    finally:
        stream.close()
