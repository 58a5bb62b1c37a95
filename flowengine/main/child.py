"""A process beside the server, kept warm: one JSON line in, one line out; what it does never delays a caller."""

import asyncio
import os
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.identity.operator import KEY_VARIABLE as OPERATOR_KEY
from flowengine.main.database import VARIABLE as DATABASE
from flowengine.runtime.seal import NAME as SECRETS_KEY

LONGEST_LINE = 64 * 1024 * 1024
MOST_IN_LINE = 16  # who asks while so many wait is told to come back


SECRETS = (DATABASE, SECRETS_KEY, OPERATOR_KEY, "PGPASSWORD", "PGPASSFILE", "DIALOGUE_STUDIO_TOKEN")


class Fault(Struct, frozen=True):
    """What whoever asked is told when the process is slow, or is gone."""

    slow: str
    hint: str
    slow_code: str
    broken: str
    broken_code: str


class Child:
    """Started when first needed and again after it died; requests take turns."""

    def __init__(
        self, command: tuple[str, ...], limit_s: float, fault: Fault, environment: Mapping[str, str] | None = None
    ) -> None:
        """`environment` is set for it beside the present one: what it alone may know, and no list of processes."""
        self._command = command
        self._environment = environment or {}
        self._limit_s = limit_s
        self._fault = fault
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._warming: asyncio.Task[None] | None = None

    async def ask(self, request: bytes) -> tuple[Any, bytes]:
        """The answer's line, decoded, and the `bytes` after it, if it says that there are some. Raises RequestRefused
        if the process takes too long, in which case it is ended, or breaks."""
        if self._waiting >= MOST_IN_LINE:
            raise RequestRefused("Too many are asking for that.", hint="Try again in a moment.", code="overloaded")
        self._waiting += 1
        try:
            async with self._turn:
                return await self._answered(request)
        finally:
            self._waiting -= 1

    async def _answered(self, request: bytes) -> tuple[Any, bytes]:
        try:
            found = await asyncio.wait_for(self._exchanged(request), self._limit_s)
        except TimeoutError as fault:
            await self._stop()
            raise RequestRefused(self._fault.slow, hint=self._fault.hint, code=self._fault.slow_code) from fault
        except (ConnectionError, EOFError, ValueError) as fault:
            await self._stop()
            raise RequestRefused(self._fault.broken, code=self._fault.broken_code) from fault
        except asyncio.CancelledError:  # half an answer is in the pipe
            await self._stop()
            raise
        return found

    async def _exchanged(self, request: bytes) -> tuple[Any, bytes]:
        process = await self._ready()
        if process.stdin is None or process.stdout is None:
            raise ConnectionError("the process has no pipes")
        process.stdin.write(request + b"\n")
        await process.stdin.drain()
        line = await process.stdout.readline()
        if not line:
            raise ConnectionError("the process is gone")
        answer: Any = msgspec.json.decode(line)
        return answer, await process.stdout.readexactly(answer.get("bytes", 0))

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            pipe = asyncio.subprocess.PIPE
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=pipe,
                stdout=pipe,
                limit=LONGEST_LINE,
                env={**_without_secrets(os.environ), **self._environment},
            )
        return self._process

    def warm_soon(self, after_s: float = 2.0) -> None:
        """Start it before anybody waits for it, and after the server has begun to answer."""
        self._warming = asyncio.create_task(self._warm(after_s))

    async def _warm(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        async with self._turn:
            await self._ready()

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()

    async def close(self) -> None:
        """End it."""
        if self._warming is not None:
            self._warming.cancel()
        async with self._turn:
            await self._stop()


def _without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """What runs drafts knows nothing that opens anything."""
    return {name: value for name, value in environment.items() if name not in SECRETS}
