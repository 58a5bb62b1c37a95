"""Performs what flows ask of the outside: after the commit, a few at a time, and again after a crash.

INVARIANT: a command is answered under one event id, so that however often it is performed its flow takes one answer
(tests/runtime/test_performer.py).
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from msgspec import Struct

from flowengine.errors import EffectFailed, EngineBug, LedgerError, NotFound, RequestRefused
from flowengine.ledger.port import Reads
from flowengine.messages import CallService, Event, Json, SendText, ServiceCommand, ServiceReplied, TextDelivered
from flowengine.runtime.calling import Call, Caller
from flowengine.runtime.carrier import TextCarrier
from flowengine.runtime.outbox import Delivery
from flowengine.runtime.ports import Alarm

AT_ONCE = 64  # requests of this process
AT_ONCE_OF_TENANT = 8
MOST_WAITING = 5_000  # of a tenant; more are answered with a failure instead of never
AGAIN_S = (0.1, 0.5, 2.0, 5.0)  # between two tries to hand in an answer
PERFORMED = ("ServiceReplied", "TextDelivered")  # what a dialogue may be waiting for from here
STREAM = "service:"


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
        self._all = asyncio.Semaphore(AT_ONCE)
        self._of: dict[str, asyncio.Semaphore] = {}
        self._waiting: dict[str, int] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}  # command id -> who performs it
        self._tenant_of: dict[str, str] = {}

    def offer(self, tenant: str, delivery: Delivery) -> None:
        """Perform a committed command of a stream `service:…`; one that is being performed already is passed over."""
        command = delivery.command
        if not isinstance(command, ServiceCommand) or delivery.id in self._tasks:
            return
        name = f"performs {delivery.id}"
        task = asyncio.get_running_loop().create_task(self._perform(tenant, delivery, command), name=name)
        self._tasks[delivery.id], self._tenant_of[delivery.id] = task, tenant
        task.add_done_callback(lambda done: self._done(delivery.id))

    async def resume(self, reads: Reads, tenant: str, dialogue: str, last: int) -> None:
        """After a start: the last command of a dialogue that still waits for its answer is performed again."""
        for record in await reads.commands_after(tenant, f"{STREAM}{dialogue}", last - 1, 1):
            self.offer(tenant, Delivery(record.n, record.id, record.stored.command, record.content))

    async def leave(self, tenants: Collection[str]) -> None:
        """Leave what is under way for tenants that are served elsewhere: it is performed again there."""
        await _end([task for name, task in self._tasks.items() if self._tenant_of[name] in tenants])

    async def close(self) -> None:
        """Leave what is under way: it is performed again by the next process."""
        await _end(list(self._tasks.values()))

    def _done(self, name: str) -> None:
        self._tasks.pop(name, None)
        self._tenant_of.pop(name, None)

    async def _perform(self, tenant: str, delivery: Delivery, command: ServiceCommand) -> None:
        waiting = self._waiting.get(tenant, 0)
        self._waiting[tenant] = waiting + 1
        try:
            if waiting >= MOST_WAITING:
                answer: Event | None = _failure(command, "too many requests are waiting")
            else:
                async with self._of.setdefault(tenant, asyncio.Semaphore(AT_ONCE_OF_TENANT)), self._all:
                    answer = await self._answer(tenant, delivery, command)
        except Exception as error:  # noqa: BLE001  # whatever it is: the flow goes on by an answer that says so
            self._desk.alarm("A request of a flow failed in a way that is our fault.", error)
            answer = _failure(command, "it failed in a way that is our fault")
        finally:
            self._waiting[tenant] -= 1
        if answer is not None:
            await self._hand_in(tenant, answer, f"{delivery.id}:answer")

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
            return await self._desk.caller.reply(call, lambda: self._is_waiting(tenant, command))
        try:
            delivered = await self._desk.carrier.send(tenant, asked["to"], asked["body"], delivery.id)
        except EffectFailed:
            delivered = False
        return TextDelivered(dialogue=command.dialogue, wait=command.wait, delivered=delivered)

    async def _is_waiting(self, tenant: str, command: ServiceCommand) -> bool:
        while True:
            try:
                return self._desk.waits.is_waiting(tenant, command.dialogue, command.wait)
            except LedgerError:  # the tenants are being loaded again
                await self._desk.pause(AGAIN_S[1])

    async def _hand_in(self, tenant: str, answer: Event, event_id: str) -> None:
        """Until it is kept; the event id makes one answer of many."""
        tries = 0
        while True:
            try:
                await self._desk.submit(tenant, answer, event_id)
            except (NotFound, EngineBug):
                return  # the tenant has gone, or the event was put aside
            except (LedgerError, RequestRefused):
                await self._desk.pause(AGAIN_S[min(tries, len(AGAIN_S) - 1)])
                tries += 1
            else:
                return


async def _end(tasks: "list[asyncio.Task[None]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _failure(command: ServiceCommand, why: str) -> Event:
    if isinstance(command, SendText):
        return TextDelivered(dialogue=command.dialogue, wait=command.wait, delivered=False)
    return ServiceReplied(dialogue=command.dialogue, wait=command.wait, problem="failed", body=why)
