"""Performs what flows ask of the outside: after the commit, a few at a time, and again after a crash.

INVARIANT: a command is answered under one event id, so that however often it is performed its flow takes one answer
(tests/runtime/test_performer.py).
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from flowengine.errors import EffectFailed, EngineBug, LedgerError, NotHere, Overloaded, RequestRefused
from flowengine.ledger.port import Reads
from flowengine.messages import CallService, Event, Json, SendText, ServiceCommand, ServiceReplied, TextDelivered
from flowengine.runtime.calling import Call, Caller, key_of
from flowengine.runtime.carrier import TextCarrier
from flowengine.runtime.log import about
from flowengine.runtime.outbox import Delivery
from flowengine.runtime.ports import Alarm
from flowengine.runtime.slots import Slots

MOST_WAITING = 5_000  # of a tenant; more are answered with a failure instead of never
AGAIN_S = (0.1, 0.5, 2.0, 5.0)  # between two tries to hand in an answer
PERFORMED = ("ServiceReplied", "TextDelivered")  # what a dialogue may be waiting for from here
STREAM = "service:"

Answer = TypeVar("Answer")


class Waits(Protocol):
    """What the tenants' dialogues are waiting for now."""

    def is_waiting(self, tenant: str, dialogue: str, wait: int) -> bool:
        """Raises LedgerError while nobody can say."""

    def asked(self, tenant: str, dialogue: str, wait: int) -> Json:
        """What stands in the dialogue's state alone, because it must not be shown; None once it is over."""


class Desk(Struct, frozen=True):
    """What a performer works with. `pause` waits for some seconds."""

    submit: Callable[[str, Event, str], Awaitable[Json]]
    waits: Waits
    caller: Caller
    carrier: TextCarrier
    alarm: Alarm
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


class Performer:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._slots = Slots()
        self._waiting: dict[str, int] = {}
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}  # tenant, command id -> who performs it

    def offer(self, tenant: str, delivery: Delivery) -> None:
        """Perform a committed command of a stream `service:…`; one that is being performed already is passed over."""
        if isinstance(delivery.command, ServiceCommand):
            self._start((tenant, delivery.id), lambda: self._perform(tenant, delivery))

    def resume(self, reads: Reads, tenant: str, waiting: Sequence[tuple[str, int]]) -> None:
        """After a take-over: the last command of each dialogue that still waits for its answer is performed again.

        `waiting`: dialogue, number of its last command. They are looked up while the tenant is served already.
        """
        self._start((tenant, "taken up"), lambda: self._resume(reads, tenant, waiting))

    async def leave(self, tenants: Collection[str]) -> None:
        """Leave what is under way for tenants that are served elsewhere: it is performed again there."""
        await _end([task for (tenant, _), task in self._tasks.items() if tenant in tenants])

    async def close(self) -> None:
        """Leave what is under way: it is performed again by the next process."""
        await _end(list(self._tasks.values()))

    def _start(self, key: tuple[str, str], work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        if key not in self._tasks:
            task = asyncio.get_running_loop().create_task(work(), name=f"performs {key[1]} of {key[0]}")
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._tasks.pop(key, None))

    async def _resume(self, reads: Reads, tenant: str, waiting: Sequence[tuple[str, int]]) -> None:
        for dialogue, last in waiting:
            look_up = partial(reads.commands_after, tenant, f"{STREAM}{dialogue}", last - 1, 1)
            for record in await self._patiently(look_up) or ():
                self.offer(tenant, Delivery(record.n, record.id, record.stored.command, record.content))

    async def _perform(self, tenant: str, delivery: Delivery) -> None:
        waiting = self._waiting.get(tenant, 0)
        self._waiting[tenant] = waiting + 1
        command = delivery.command
        assert isinstance(command, ServiceCommand)  # noqa: S101  # `offer` takes no other
        try:
            if waiting >= MOST_WAITING:
                answer: Event | None = _failure(command, "too many requests are waiting")
            else:
                answer = await self._answer(tenant, delivery, command)
        except Exception as error:  # noqa: BLE001  # whatever it is: the flow goes on by an answer that says so
            with about(tenant=tenant, dialogue=command.dialogue):
                self._desk.alarm("A request of a flow failed in a way that is our fault.", error)
            answer = _failure(command, "it failed in a way that is our fault")
        finally:
            self._waiting[tenant] = left = self._waiting[tenant] - 1
            if not left:
                del self._waiting[tenant]
        if answer is not None:
            await self._patiently(lambda: self._desk.submit(tenant, answer, f"{delivery.id}:answer"))

    async def _answer(self, tenant: str, delivery: Delivery, command: ServiceCommand) -> Event | None:
        """What came of it; None if nobody waits for it any more."""
        if not await self._is_waiting(tenant, command):
            return None
        in_state = command.is_masked
        asked = self._desk.waits.asked(tenant, command.dialogue, command.wait) if in_state else delivery.content
        if asked is None:  # erased meanwhile, or over
            return _failure(command, "what was asked is not kept any more")
        if isinstance(command, CallService):
            call = Call(tenant, delivery.id, command, asked)
            return await self._desk.caller.reply(call, lambda: self._is_waiting(tenant, command), self._slots)
        async with self._slots.of(tenant):
            if not await self._is_waiting(tenant, command):
                return None
            try:
                key = key_of(tenant, command.dialogue, delivery.id)
                delivered = await self._desk.carrier.send(tenant, asked["to"], asked["body"], key)
            except EffectFailed:
                delivered = False
        return TextDelivered(dialogue=command.dialogue, wait=command.wait, delivered=delivered)

    async def _is_waiting(self, tenant: str, command: ServiceCommand) -> bool:
        async def look() -> bool:
            return self._desk.waits.is_waiting(tenant, command.dialogue, command.wait)

        return await self._patiently(look) or False

    async def _patiently(self, ask: Callable[[], Awaitable[Answer]]) -> Answer | None:
        """What the runtime or the store says, asked again while it cannot say; None when asking again is no use.

        An answer is handed in until it is kept: its event id makes one of many.
        """
        tries = 0
        while True:
            try:
                return await ask()
            except NotHere:
                return None  # who serves the tenant now performs it again
            except (LedgerError, Overloaded):
                await self._desk.pause(AGAIN_S[min(tries, len(AGAIN_S) - 1)])
                tries += 1
            except (RequestRefused, EngineBug):
                return None  # the tenant or the dialogue has gone, or the event was put aside


async def _end(tasks: "list[asyncio.Task[None]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _failure(command: ServiceCommand, why: str) -> Event:
    if isinstance(command, SendText):
        return TextDelivered(dialogue=command.dialogue, wait=command.wait, delivered=False)
    return ServiceReplied(dialogue=command.dialogue, wait=command.wait, problem="failed", body=why)
