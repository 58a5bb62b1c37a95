"""Real processes that die, hang and are replaced while callers go on: for how long nobody had an effect."""

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flowengine.main.keeper import free_port
from tests.main.nodes import all_up, processes
from tests.main.served import Client
from tests.runtime import test_take_over as street

logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # whoever asked a node that died has asked the other long since
MENU = "+442079460100"


def killed(url: str) -> float:
    """Seconds until the slowest of four tenants had its next effect at the other node."""

    async def kill(made: street.Street) -> None:
        made.nodes[0].process.kill()

    return asyncio.run(_while(url, kill))


def hung(url: str) -> float:
    """The same when the owner stops in the middle of everything; it wakes up later, and is fenced."""

    async def stop(made: street.Street) -> None:
        made.nodes[0].process.send_signal(signal.SIGSTOP)

    async def wake(made: street.Street) -> None:
        made.nodes[0].process.send_signal(signal.SIGCONT)
        async with asyncio.timeout(15):
            while made.nodes[0].lost() != set(street.TENANTS):  # noqa: ASYNC110  # another process tells it
                await asyncio.sleep(0.02)

    return asyncio.run(_while(url, stop, wake))


async def _while(
    url: str,
    what: Callable[[street.Street], Awaitable[None]],
    then: Callable[[street.Street], Awaitable[None]] | None = None,
) -> float:
    async with street.street(url) as made:
        waited_s = await made.press_while(lambda: what(made))
        if then is not None:
            await then(made)
        await made.check()  # nothing lost, doubled or out of order
        return waited_s


def rolled(url: str) -> float:
    """Both nodes are replaced, one after the other, while everybody presses keys: the longest wait of any caller."""

    async def life() -> float:
        async with street.street(url) as made:
            await made.press_while(lambda: _replace(made, url, 0))
            keys = street.KEYS
            street.KEYS *= 2
            try:
                pressing = asyncio.gather(*(caller.press(made.nodes, street.KEYS) for caller in made.callers))
                await _replace(made, url, 1)
                async with asyncio.timeout(30):
                    await pressing
                await made.check()
            finally:
                street.KEYS = keys
            return max(_longest_s(caller) for caller in made.callers)

    return asyncio.run(life())


async def _replace(made: street.Street, url: str, number: int) -> None:
    """As a supervisor does it: drain, stop in order, start the next version under another name."""
    old = made.nodes[number]
    assert await old.ask("drain", "", "drain", "") == []
    assert old.process.stdin is not None
    old.process.stdin.close()
    await old.process.wait()
    made.nodes[number] = await street.NodeProcess.start(url, f"new-{number}")


def _longest_s(caller: street.Caller) -> float:
    times = [at_s for at_s, _ in caller.answered]
    return max(later - earlier for earlier, later in pairwise(times))


# --- one machine, one file --------------------------------------------------------------------------------------------


def restarted(data: Path, *, standby: bool) -> float:
    """Seconds from kill -9 of `serve` until a caller's next key had its effect: another process is started at once, or
    one stands by. What was answered before is there once, and the keys go on where they were."""
    options = ("--standby",) if standby else ()
    port = free_port(19_300 if standby else 19_400)
    with processes() as process:
        first = process(port, data, *options)
        all_up(first)
        if standby:
            second = process(port, data, *options)
            _until(lambda: "Standing by" in second.words())
        caller, editor = first.client(), first.client()
        editor.sign_in()
        dialogue = caller.call(MENU)
        assert caller.does({"type": "KeyPressed", "key": "1"}, "key-1")[0] == 200
        began = time.perf_counter()
        first.kill()
        if not standby:
            second = process(port, data)
        _until(lambda: caller.does({"type": "KeyPressed", "key": "9"}, "key-2")[0] == 200)
        took_s = time.perf_counter() - began
        _check(caller, editor, dialogue)
        second.stop()
    return took_s


def _check(caller: Client, editor: Client, dialogue: str) -> None:
    before = editor("GET", f"/api/dialogues/{dialogue}")[1]
    for name in ("key-1", "key-2"):  # whoever got no answer sends again; it changes nothing
        assert caller.does({"type": "KeyPressed", "key": name[-1]}, name)[0] == 200
    assert editor("GET", f"/api/dialogues/{dialogue}")[1] == before


def _until(holds: Callable[[], Any], patience_s: float = 60.0) -> None:
    until_s = time.perf_counter() + patience_s
    while not holds():
        assert time.perf_counter() < until_s, "it took too long"
        time.sleep(0.002)


def in_new_folder(what: Callable[[Path], float], root: Path) -> float:
    with TemporaryDirectory(dir=root) as folder:
        return what(Path(folder) / "data")
