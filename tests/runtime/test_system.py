"""The real ports: entropy never repeats, the alarm tells no words."""

import asyncio

import structlog

from flowengine.runtime.system import SystemClock, SystemEntropy, log_alarm


def test_entropy_is_16_bytes_and_never_the_same() -> None:
    entropy = SystemEntropy()
    taken = [entropy.take() for _ in range(1_000)]
    assert len(set(taken)) == 1_000
    assert {len(value) for value in taken} == {16}


def test_the_clock_calls_at_its_time() -> None:
    async def run() -> int:
        clock, called = SystemClock(), asyncio.Event()
        at_ms = clock.now_ms() + 20
        clock.call_at(at_ms + 60_000, called.set).cancel()
        clock.call_at(at_ms, called.set)
        await called.wait()
        return clock.now_ms() - at_ms

    assert asyncio.run(run()) >= -1


def test_the_alarm_names_the_place_and_never_the_words() -> None:
    with structlog.testing.capture_logs() as logs:
        try:
            raise ValueError("my account is 4711")
        except ValueError as error:
            log_alarm("An event failed.", error)
    (entry,) = logs
    assert entry["error"] == "ValueError"
    assert any("test_system.py" in place for place in entry["places"])
    assert "4711" not in str(entry)
