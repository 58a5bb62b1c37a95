"""What a node takes from its machine: the clock as it is set there, and entropy that can be had again."""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from flowengine.runtime.ports import Appointment

if TYPE_CHECKING:
    from tests.simulation.node import Node

START_MS = 1_700_043_200_000  # a Wednesday morning
LONGEST_WAIT_MS = 60_000


class NodeClock:
    """The machine's clock as this node's owner has set it."""

    def __init__(self, node: "Node") -> None:
        self._node = node

    def now_ms(self) -> int:
        return self._node.clock_ms()

    def call_at(self, at_ms: int, wake: Callable[[], None]) -> Appointment:
        wait_ms = min(max(0, at_ms - self.now_ms()), LONGEST_WAIT_MS)
        return asyncio.get_running_loop().call_later(wait_ms / 1000, wake)


class Entropy:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def take(self) -> bytes:
        return self._chance.randbytes(16)
