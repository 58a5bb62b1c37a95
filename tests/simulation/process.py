"""Processes on one virtual machine: each has an event loop of its own, and a seed decides whose turn it is.

Within a process the order is asyncio's (first come, first served), for real code may rely on it. Between processes,
and in when a message, a timer or an answer arrives, the order is chance's.
"""

import asyncio
import random
import warnings
from asyncio import events
from collections import deque
from collections.abc import Callable, Coroutine
from heapq import heappop, heappush
from typing import Any

MOST_STEPS = 400_000  # of one life: more is a loop that runs hot


class RunsHot(AssertionError):
    """Much more work was done than the clients asked for."""


class Machine:
    """Virtual time in microseconds; nothing sleeps, and nothing happens but what was asked for."""

    def __init__(self, chance: random.Random) -> None:
        self.now_us = 0
        self.steps = 0
        self.chance = chance
        self._heap: list[tuple[int, int, Process | None, Any]] = []
        self._seq = 0
        self._ready: list[Process] = []  # those that have work and may run
        self.processes: list[Process] = []

    def process(self, name: str) -> "Process":
        made = Process(self, name)
        self.processes.append(made)
        return made

    def after(self, seconds: float, call: Callable[[], None]) -> None:
        """Something that happens to the world, in no process."""
        self.at_us(self.now_us + round(seconds * 1e6), None, call)

    def at_us(self, at_us: int, process: "Process | None", what: Any) -> None:
        self._seq += 1
        heappush(self._heap, (max(at_us, self.now_us), self._seq, process, what))

    def wake(self, process: "Process") -> None:
        if not process.listed and process.may_run():
            process.listed = True
            self._ready.append(process)

    def run(self, done: Callable[[], bool], until_s: float) -> bool:
        """Go on until `done` or until then; whether it was done."""
        until_us, ready, heap = round(until_s * 1e6), self._ready, self._heap
        try:
            while not done():
                while heap and heap[0][0] <= self.now_us:
                    self._ring(*heappop(heap)[2:])
                if ready:
                    self._step(ready)
                elif heap and heap[0][0] <= until_us:
                    self.now_us = heap[0][0]
                else:
                    self.now_us = until_us
                    return done()
        finally:
            events._set_running_loop(None)
        return True

    def _ring(self, process: "Process | None", what: Any) -> None:
        if process is None:
            events._set_running_loop(None)
            what()
        elif not process.dead and not what._cancelled:
            process.ready.append(what)
            self.wake(process)

    def _step(self, ready: list["Process"]) -> None:
        """One callback of one process."""
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise RunsHot(f"{MOST_STEPS:,} steps in {self.now_us / 1e6:.1f} s of virtual time")
        at = int(self.chance.random() * len(ready)) if len(ready) > 1 else 0
        process = ready[at]
        if not process.ready or not process.may_run():
            process.listed = False
            ready[at] = ready[-1]
            ready.pop()
            return
        handle = process.ready.popleft()
        if not handle._cancelled:
            events._set_running_loop(process)
            handle._run()


class Process(asyncio.AbstractEventLoop):
    """One process's loop. Killed, it does nothing any more, not even what it had promised to do in the end."""

    def __init__(self, machine: Machine, name: str) -> None:
        self.machine, self.name = machine, name
        self.ready: deque[asyncio.Handle] = deque()
        self.dead = self.hung = self.listed = False
        self.complaints: list[dict[str, Any]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    def may_run(self) -> bool:
        return not self.dead and not self.hung

    def spawn(self, coro: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        return self.create_task(coro, name=name or None)

    def kill(self) -> None:
        self.dead = True
        self.ready.clear()

    def hang(self) -> None:
        self.hung = True

    def go_on(self) -> None:
        self.hung = False
        if self.ready:
            self.machine.wake(self)

    def bury(self) -> None:
        """At the very end: close what was left, without a word."""
        self.kill()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # some had not even begun
            self._close()
        self._tasks.clear()

    def _close(self) -> None:
        for task in self._tasks:
            if not task.done():
                task._log_destroy_pending = False  # type: ignore[attr-defined]  # a killed process says nothing
                task.get_coro().close()  # type: ignore[union-attr]  # a task of ours has a coroutine

    # --- what asyncio asks of a loop ------------------------------------------------------------------------------

    def time(self) -> float:
        return self.machine.now_us / 1e6

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        if not self.dead:
            self.ready.append(handle)
            if not self.listed:
                self.machine.wake(self)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self.machine.at_us(round(when * 1e6), self, handle)
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None: ...

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, *, name: str | None = None, context: Any = None) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(coro, loop=self, name=name, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return self.dead

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if not self.dead:
            self.complaints.append(context)


def give(answer: asyncio.Future[Any], found: Any, error: Exception | None) -> None:
    """Its answer, if it has none yet."""
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(found)
