"""Pauses of uneven length: what failed together must not come again together."""

import asyncio
from collections.abc import Awaitable, Callable

from flowengine.runtime.ports import Entropy

LEAST, SPREAD = 0.75, 0.5  # of what was asked for: three quarters of it, and up to half of it more


def uneven(
    entropy: Entropy, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Callable[[float], Awaitable[None]]:
    """A sleep that takes a quarter less or more, as chance has it."""

    async def pause(seconds: float) -> None:
        chance = int.from_bytes(entropy.take()[-2:], "big") / 0x1_0000
        await sleep(seconds * (LEAST + SPREAD * chance))

    return pause
