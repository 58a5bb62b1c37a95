"""Runs cases in a process of their own, kept warm: a process that serves callers never runs a test."""

import asyncio
import sys
from collections.abc import Mapping
from typing import Any

import msgspec

from flowengine.errors import RequestRefused

LIMIT_S = 30.0
LONGEST_LINE = 64 * 1024 * 1024


class CaseWorker:
    """One child at a time, started when first needed and again after it died; requests take turns."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "flowengine.testbench.worker")) -> None:
        self._command = command
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._warming: asyncio.Task[None] | None = None

    async def run(self, tree: Mapping[str, Any], environment: str, flow: str) -> list[dict[str, Any]]:
        """The results of a flow's cases. Raises RequestRefused if they take too long or the worker breaks."""
        parts = tree["environments"][environment]["flows"][flow]
        request = {
            "tenant": tree["tenant"],
            # An environment without flows has no release: its contact center goes straight to the queue.
            "environments": {name: _documents(env) for name, env in tree["environments"].items() if env["flows"]},
            "environment": environment,
            "flow": flow,
            "cases": parts["cases"],
            "given": parts["given"],
        }
        answer = await self._ask(msgspec.json.encode(request))
        if answer.get("error"):
            raise RequestRefused(str(answer["error"]), code="cases_failed")
        results: list[dict[str, Any]] = answer.get("results", [])
        return results

    async def _ask(self, line: bytes) -> dict[str, Any]:
        async with self._turn:
            child = await self._ready()
            try:
                answer = await asyncio.wait_for(_exchanged(child, line), LIMIT_S)
            except (TimeoutError, ConnectionError, ValueError) as fault:
                await self._stop()
                raise RequestRefused(
                    f"The cases did not end within {LIMIT_S:.0f} s.",
                    hint="Look for an endless case.",
                    code="cases_slow",
                ) from fault
            if not answer:
                await self._stop()
                raise RequestRefused("The process that runs cases stopped; run them again.", code="cases_failed")
            found: dict[str, Any] = msgspec.json.decode(answer)
            return found

    async def _ready(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            pipe = asyncio.subprocess.PIPE
            self._child = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, limit=LONGEST_LINE
            )
        return self._child

    def warm_soon(self, after_s: float = 2.0) -> None:
        """Start the child before anybody waits for it, and after the server has begun to answer."""
        self._warming = asyncio.create_task(self._warm(after_s))

    async def _warm(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        async with self._turn:
            await self._ready()

    async def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None and child.returncode is None:
            child.kill()
            await child.wait()

    async def close(self) -> None:
        """End the child."""
        if self._warming is not None:
            self._warming.cancel()
        async with self._turn:
            await self._stop()


async def _exchanged(child: asyncio.subprocess.Process, line: bytes) -> bytes:
    """One line in, one line out."""
    if child.stdin is None or child.stdout is None:
        raise ConnectionError("the child has no pipes")
    child.stdin.write(line + b"\n")
    await child.stdin.drain()
    return await child.stdout.readline()


def _documents(environment: Mapping[str, Any]) -> dict[str, Any]:
    """An environment as the worker takes it: documents only."""
    flows = {name: parts["flow"] for name, parts in environment["flows"].items()}
    return {"environment": environment["environment"], "flows": flows}
