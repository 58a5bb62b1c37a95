"""The pulse notes how late the loop came; a loop that comes to no timer is called stuck."""

import asyncio
import time

from flowengine.runtime.health import Health
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.pulse import BEAT_S, STUCK_S, Pulse


class Nothing:
    failures: list[str] = []  # noqa: RUF012  # never changed
    is_ready = True


def test_a_loop_that_is_held_up_is_seen() -> None:
    node = NodeMeter()

    async def run() -> None:
        pulse = Pulse(node)
        pulse.start()
        time.sleep(BEAT_S + 0.06)  # noqa: ASYNC251  # that is what holds it up
        beaten = asyncio.Event()
        asyncio.get_running_loop().call_later(0, beaten.set)
        await beaten.wait()
        pulse.stop()

    asyncio.run(run())
    assert sum(node.loop_ms.counts) == 1
    assert node.loop_ms.total >= 50


def test_a_loop_without_timers_is_stuck() -> None:
    class Loop(asyncio.SelectorEventLoop):
        ahead_s = 0.0

        def time(self) -> float:
            return super().time() + self.ahead_s

    async def run() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Loop)
        health = Health(NodeMeter(), Pulse(NodeMeter()), Nothing())
        assert health.not_alive() == []
        health.begin()
        assert health.not_alive() == []
        loop.ahead_s = STUCK_S + 1
        assert [reason.code for reason in health.not_alive()] == ["loop_stuck"]
        assert [reason.code for reason in health.not_ready()] == ["loop_stuck"]
        health.end()
        assert health.not_alive() == [], "it ends in order"

    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(run())
