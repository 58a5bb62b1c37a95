"""The end of a server in order: unready, its tenants handed over, answers under way given, then the doors closed."""

import asyncio
from collections.abc import Sequence

from flowengine.main.listening import Listener
from flowengine.main.node import Node

LINGER_S = 1.5  # a load balancer that asks each second has heard of it then
LEAVE_S = 10.0  # a handing-over that takes longer is cut short: the others take the tenants from us then


async def run_until_told(
    listeners: Sequence[Listener], node: Node, stop: tuple[asyncio.Event, asyncio.Event], ready: asyncio.Event | None
) -> None:
    """Serve until told to stop, then end in order; told twice, end at once."""
    serving = [asyncio.create_task(listener.run_until_stopped()) for listener in listeners]
    telling = asyncio.create_task(_tell(listeners, ready))
    once, twice = stop
    told = asyncio.create_task(once.wait())
    await asyncio.wait([told, *serving], return_when=asyncio.FIRST_COMPLETED)
    if once.is_set():
        await _leave(node, twice)
    for listener in listeners:
        listener.stop()
    await asyncio.gather(*serving)
    for task in (told, telling):
        task.cancel()


async def _tell(listeners: Sequence[Listener], ready: asyncio.Event | None) -> None:
    for listener in listeners:
        await listener.answering.wait()
    if ready is not None:
        ready.set()


async def _leave(node: Node, twice: asyncio.Event) -> None:
    """Where others can take the tenants, hand them over, and pass on what still comes in here until those who balance
    loads have seen that we are not ready; nobody waits for that who says it twice."""
    if node.door is None:
        node.health.draining = True
        return
    node.operating.drain()
    leaving = asyncio.create_task(_hand_over(node))
    hurry = asyncio.create_task(twice.wait())
    await asyncio.wait([leaving, hurry], timeout=LEAVE_S, return_when=asyncio.FIRST_COMPLETED)
    for task in (leaving, hurry):
        task.cancel()


async def _hand_over(node: Node) -> None:
    await node.operating.done()
    await asyncio.sleep(LINGER_S)
