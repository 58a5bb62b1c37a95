"""The lines of the simulated carriers: makes their own reports in time, and knows whose page is open."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Protocol

import structlog

from flowengine.channels.channel import Channel, Media
from flowengine.errors import FlowEngineError, RequestRefused
from flowengine.messages import CallerCommand, Command, Event, Json

RETRIES_S = (0.2, 1.0, 5.0)  # a report that the store could not take is made again: the carrier's callbacks are too
_log = structlog.get_logger(__name__)


class Exchange(Protocol):
    """What a channel needs of the runtime: a way in for events, answered after the commit."""

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json: ...


class Line:
    """All simulated calls and chats of this process.

    `channels`: name -> channel. `media_of(tenant, dialogue)` says how the carrier answers Connect in this call.
    """

    def __init__(
        self,
        exchange: Exchange,
        channels: Mapping[str, Channel],
        media_of: Callable[[str, str], Media],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._exchange = exchange
        self.channels = channels
        self._media_of = media_of
        self._sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: dict[tuple[str, str], int] = {}
        self._away: set[tuple[str, str]] = set()
        self._closing: dict[tuple[str, str], asyncio.Task[None]] = {}

    def deliver(self, tenant: str, via: str, command: Command) -> asyncio.Task[None] | None:
        """Hand a caller's command to its carrier. Delivering it again, also after a restart, does no harm: the report
        has the same event id. The task, if there is one, is done when the report is committed."""
        channel = self.channels.get(via)
        if channel is None or not isinstance(command, CallerCommand):
            return None
        report = channel.report(command, self._media_of(tenant, command.dialogue))
        if report is None:
            return None
        event_id = event_id_of(command.dialogue, report.key)
        return self._start(self._say_later(report.after_ms / 1000, tenant, report.event, event_id))

    async def page_opened(self, tenant: str, dialogue: str, via: str) -> None:
        """A caller's page listens. Whoever was away is back; waits for the commit, so that what follows is in order."""
        key = (tenant, dialogue)
        self._open[key] = self._open.get(key, 0) + 1
        closing = self._closing.pop(key, None)
        if closing is not None:
            closing.cancel()
        if key in self._away:
            self._away.discard(key)
            back = self.channels[via].page_opened(dialogue)
            if back is not None:
                await self._say(tenant, back, None)

    def page_closed(self, tenant: str, dialogue: str, via: str) -> None:
        """A caller's page listens no longer; if it is the last one and stays away, the channel says what that means."""
        key = (tenant, dialogue)
        self._open[key] = max(0, self._open.get(key, 0) - 1)
        if not self._open[key]:
            del self._open[key]
            self._closing[key] = self._start(self._leave(key, self.channels[via], self.channels[via].away_after_s))

    def resume(self, tenant: str, dialogue: str, via: str, grace_s: float = 30.0) -> None:
        """After a restart: a live dialogue whose page has `grace_s` to come back before it counts as closed."""
        key = (tenant, dialogue)
        if via in self.channels and key not in self._open and key not in self._closing:
            self._away.add(key)  # it may have been away before: coming back is said in any case
            self._closing[key] = self._start(self._leave(key, self.channels[via], grace_s))

    async def close(self) -> None:
        """Forget all that was still to be said: the caller's next page or the next process says it."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _leave(self, key: tuple[str, str], channel: Channel, after_s: float) -> None:
        await self._sleep(after_s)
        self._closing.pop(key, None)
        gone = channel.page_closed(key[1])
        if gone is not None:
            self._away.add(key)
            await self._say(key[0], gone, None)

    async def _say_later(self, after_s: float, tenant: str, event: Event, event_id: str) -> None:
        await self._sleep(after_s)
        await self._say(tenant, event, event_id)

    async def _say(self, tenant: str, event: Event, event_id: str | None) -> None:
        for pause_s in (*RETRIES_S, None):
            try:
                await self._exchange.submit(tenant, event, event_id)
            except RequestRefused as refusal:
                # The dialogue went on without it (hung up, rescinded, over): a carrier's late word is harmless.
                _log.debug("report_refused", event_kind=type(event).__name__, code=refusal.code)
            except FlowEngineError as fault:
                _log.warning(
                    "report_failed", event_kind=type(event).__name__, fault=str(fault), again=pause_s is not None
                )
                if pause_s is not None:
                    await self._sleep(pause_s)
                    continue
            return

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def event_id_of(dialogue: str, key: str) -> str:
    """The event id of what a channel or page reports: bound to the dialogue, so that no caller can use another's."""
    return f"{dialogue}:{key}"
