"""The lines of the simulated carriers: makes their own reports in time, and knows whose page is open."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import closing
from typing import Any, Protocol

from flowengine.channels.channel import Channel, Media, Report
from flowengine.errors import FlowEngineError, RequestRefused
from flowengine.messages import Command, Event, HangUp, Json
from flowengine.runtime.log import Log

RETRIES_S = (0.2, 1.0, 5.0)  # a report that the store could not take is made again: the carrier's callbacks are too
CUT_OFF = ("too_slow", "lost")  # codes of a stream that goes on; any other means that the dialogue is not kept
_log = Log(__name__)


class Numbered(Protocol):
    @property
    def n(self) -> int: ...
    @property
    def command(self) -> Command: ...
    @property
    def content(self) -> Json: ...


class Stream(Protocol):
    def __aiter__(self) -> AsyncIterator[Numbered]: ...
    def close(self) -> None: ...


class Exchange(Protocol):
    """What a channel needs of the runtime: a way in for events, and a recipient's stream of commands."""

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json: ...
    def commands(self, tenant: str, recipient: str, after: int) -> Stream: ...


class Line:
    """All simulated calls and chats of this process, each on a task of its own.

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
        self._channels = channels
        self._media_of = media_of
        self._sleep = sleep
        self._calls: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._reports: dict[asyncio.Task[None], str] = {}  # -> its tenant
        self._open: dict[tuple[str, str], int] = {}
        self._away: set[tuple[str, str]] = set()
        self._closing: dict[tuple[str, str], asyncio.Task[None]] = {}

    def follow(self, tenant: str, dialogue: str, via: str) -> None:
        """Be the carrier of this dialogue until it is over. Following it again from its first command, as after a
        restart, does no harm: a report that was made before has the same event id."""
        key = (tenant, dialogue)
        if via in self._channels and key not in self._calls:
            call = asyncio.create_task(self._carry(key, self._channels[via]))
            self._calls[key] = call
            call.add_done_callback(lambda _: self._calls.pop(key, None))

    def resume(self, tenant: str, dialogue: str, via: str, grace_s: float = 30.0) -> None:
        """After a restart: follow a live dialogue again; its page has `grace_s` to come back."""
        key = (tenant, dialogue)
        self.follow(tenant, dialogue, via)
        if via in self._channels and key not in self._open and key not in self._closing:
            self._away.add(key)  # it may have been away before: coming back is said in any case
            self._closing[key] = self._start(tenant, self._leave(key, self._channels[via], grace_s))

    def over(self, tenant: str, dialogue: str) -> None:
        """The dialogue has ended: nothing more is to be said by its carrier."""
        key = (tenant, dialogue)
        for waiting in (self._closing.pop(key, None), self._calls.get(key)):
            if waiting is not None:
                waiting.cancel()
        self._away.discard(key)

    async def page_opened(self, tenant: str, dialogue: str, via: str) -> None:
        """A caller's page listens. Whoever was away is back; waits for the commit, so that what follows is in order."""
        key = (tenant, dialogue)
        self._open[key] = self._open.get(key, 0) + 1
        closing_task = self._closing.pop(key, None)
        if closing_task is not None:
            closing_task.cancel()
        if key in self._away:
            self._away.discard(key)
            back = self._channels[via].page_opened(dialogue)
            if back is not None:
                await self._say(tenant, back, None)

    def page_closed(self, tenant: str, dialogue: str, via: str) -> None:
        """A caller's page listens no longer; if it is the last one and stays away, the channel says what that means."""
        key = (tenant, dialogue)
        left = self._open.pop(key, 1) - 1
        if left > 0:
            self._open[key] = left
        elif key in self._calls:
            after_s = self._channels[via].away_after_s
            self._closing[key] = self._start(tenant, self._leave(key, self._channels[via], after_s))

    async def forget(self, tenant: str) -> None:
        """The tenant is served elsewhere: whoever serves it now is the carrier of its dialogues."""
        self._closing = {key: task for key, task in self._closing.items() if key[0] != tenant}
        self._away = {key for key in self._away if key[0] != tenant}
        calls = [task for key, task in self._calls.items() if key[0] == tenant]
        await _end([*calls, *(task for task, of in self._reports.items() if of == tenant)])

    async def close(self) -> None:
        """Forget all that was still to be said: the caller's next page or the next process says it."""
        await _end([*self._calls.values(), *self._reports])

    async def _carry(self, key: tuple[str, str], channel: Channel) -> None:
        """Take every command of the caller's stream; answer those that a carrier answers by itself."""
        tenant, dialogue = key
        last, media = 0, self._media_of(tenant, dialogue)
        while True:
            try:
                with closing(self._exchange.commands(tenant, f"caller:{dialogue}", last)) as stream:
                    async for item in stream:
                        last = item.n
                        if isinstance(item.command, HangUp) and item.command.reason != "callback":
                            return
                        report = channel.report(item.command, media, item.content)
                        if report is not None:
                            self._start(tenant, self._report(tenant, dialogue, report))
                return  # the stream was closed from the other side: the runtime stops
            except RequestRefused as cut_off:
                if cut_off.code not in CUT_OFF:
                    return
                await self._sleep(RETRIES_S[0])
            except FlowEngineError as fault:
                _log.warning("line_interrupted", tenant=tenant, dialogue=dialogue, error=type(fault).__name__)
                await self._sleep(RETRIES_S[1])

    async def _leave(self, key: tuple[str, str], channel: Channel, after_s: float) -> None:
        await self._sleep(after_s)
        self._closing.pop(key, None)
        gone = channel.page_closed(key[1])
        if gone is not None:
            self._away.add(key)
            await self._say(key[0], gone, None)

    async def _report(self, tenant: str, dialogue: str, report: Report | None) -> None:
        while report is not None:
            await self._sleep(report.after_ms / 1000)
            await self._say(tenant, report.event, event_id_of(dialogue, report.key))
            report = report.then

    async def _say(self, tenant: str, event: Event, event_id: str | None) -> None:
        for pause_s in (*RETRIES_S, None):
            try:
                await self._exchange.submit(tenant, event, event_id)
            except RequestRefused as refusal:
                # The dialogue went on without it (hung up, rescinded, over): a carrier's late word is harmless.
                _log.debug("report_refused", **_about(tenant, event), code=refusal.code)
            except FlowEngineError as fault:
                again = pause_s is not None
                _log.warning("report_failed", **_about(tenant, event), error=type(fault).__name__, again=again)
                if pause_s is not None:
                    await self._sleep(pause_s)
                    continue
            return

    def _start(self, tenant: str, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._reports[task] = tenant
        task.add_done_callback(lambda done: self._reports.pop(done, None))
        return task


async def _end(tasks: "list[asyncio.Task[None]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def event_id_of(dialogue: str, key: str) -> str:
    """The event id of what a channel or page reports: bound to the dialogue, so that no caller can use another's."""
    return f"{dialogue}:{key}"


def _about(tenant: str, event: Event) -> dict[str, str]:
    """What a line of the log says of an event: never what stands in it."""
    return {"tenant": tenant, "dialogue": str(getattr(event, "dialogue", "")), "event_kind": type(event).__name__}
