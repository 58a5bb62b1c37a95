"""The pulse of the event loop: four times a second it notes how late it came, which is what every caller waits too."""

import asyncio

from flowengine.runtime.node_meter import NodeMeter

BEAT_S = 0.25
STUCK_S = 10.0


class Pulse:
    def __init__(self, node: NodeMeter) -> None:
        self._node = node
        self._loop: asyncio.AbstractEventLoop | None = None
        self._due_s = 0.0
        self._next: asyncio.TimerHandle | None = None

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

    def _appoint(self) -> None:
        assert self._loop is not None  # noqa: S101  # start came first
        self._due_s = self._loop.time() + BEAT_S
        self._next = self._loop.call_at(self._due_s, self._beat)

    def _beat(self) -> None:
        assert self._loop is not None  # noqa: S101  # start came first
        self._node.loop_ms.add(int((self._loop.time() - self._due_s) * 1000))
        self._appoint()
