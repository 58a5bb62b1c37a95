"""The pulse of the event loop: four times a second it notes how late it came, which is what every caller waits too."""

import asyncio
from collections import deque

from flowengine.runtime.node_meter import NodeMeter

BEAT_S = 0.25
STUCK_S = 10.0
BEATS = 20  # of which the pace is told: five seconds


class Pulse:
    def __init__(self, node: NodeMeter) -> None:
        self._node = node
        self._loop: asyncio.AbstractEventLoop | None = None
        self._due_s = 0.0
        self._next: asyncio.TimerHandle | None = None
        self._past: deque[tuple[float, int]] = deque(maxlen=BEATS + 1)  # when, and events until then

    def start(self) -> None:
        """On the running loop."""
        self._loop = asyncio.get_running_loop()
        self._appoint()

    def stop(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def is_stuck(self) -> bool:
        """Whether the loop answers, and yet comes to no timer."""
        return self._next is not None and self._loop is not None and self._loop.time() - self._due_s > STUCK_S

    def events_per_s(self) -> float:
        """Events that were answered a second, in the last five."""
        if len(self._past) < 2:
            return 0.0
        (then_s, before), (now_s, after) = self._past[0], self._past[-1]
        return round((after - before) / (now_s - then_s), 1)

    def _appoint(self) -> None:
        assert self._loop is not None  # noqa: S101  # start came first
        self._due_s = self._loop.time() + BEAT_S
        self._next = self._loop.call_at(self._due_s, self._beat)

    def _beat(self) -> None:
        assert self._loop is not None  # noqa: S101  # start came first
        now_s = self._loop.time()
        self._node.loop_ms.add(int((now_s - self._due_s) * 1000))
        self._past.append((now_s, self._node.events))
        self._appoint()
