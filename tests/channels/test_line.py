"""The simulated carriers: their own reports in time and once, and what open and closed pages mean."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from flowengine.channels.line import Line
from flowengine.channels.phone import Phone
from flowengine.channels.webchat import Webchat
from flowengine.errors import LedgerError, NotFound
from flowengine.messages import (
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    Connect,
    Dial,
    DialAnswered,
    DialOver,
    HangUp,
    MediaConnected,
    MediaFailed,
)
from flowengine.runtime.feed import SubscriberDropped
from tests.channels.exchange import Exchange, idle

T, D = "emea-a", "d1"
CONNECT = Connect(dialogue=D, reservation="r1", agent="anna")


class Sleep:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._gate = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self._gate.wait()

    async def pass_(self) -> None:
        gate, self._gate = self._gate, asyncio.Event()
        gate.set()
        await idle()


def run(test: Callable[[Exchange, Line, Sleep], Awaitable[None]], media: Any = "ok") -> None:
    async def whole() -> None:
        exchange, sleep = Exchange(), Sleep()
        line = Line(exchange, {"phone": Phone(), "webchat": Webchat()}, lambda *_: media, sleep)
        await test(exchange, line, sleep)
        await line.close()

    asyncio.run(whole())


def test_media_connects_after_its_time_and_not_before() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        await exchange.send(f"caller:{D}", CONNECT)
        await idle()
        assert exchange.events == []
        assert 0.05 <= sleep.asked[0] <= 3.0
        await sleep.pass_()
        assert exchange.events == [MediaConnected(dialogue=D, reservation="r1")]

    run(test)


def test_media_fails_in_a_call_that_was_begun_so() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        await exchange.send(f"caller:{D}", CONNECT)
        await idle()
        await sleep.pass_()
        assert exchange.events == [MediaFailed(dialogue=D, reservation="r1", reason="no_media")]

    run(test, "fail")


def test_a_new_process_reports_again_and_it_counts_once() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        line.follow(T, D, "phone")
        await exchange.send(f"caller:{D}", CONNECT)
        await idle()
        await sleep.pass_()
        second = Line(exchange, {"phone": Phone()}, lambda *_: "ok", sleep)
        second.resume(T, D, "phone")
        await idle()
        await sleep.pass_()
        await second.close()
        assert exchange.tries.count(f"{D}:media:r1") == 2
        assert [e for e in exchange.events if isinstance(e, MediaConnected)] == [
            MediaConnected(dialogue=D, reservation="r1")
        ]

    run(test)


def test_a_store_that_fails_is_asked_again_and_a_refusal_is_final() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        exchange.faults = [LedgerError("full"), LedgerError("full")]
        line.follow(T, D, "phone")
        await exchange.send(f"caller:{D}", CONNECT)
        for _ in range(3):
            await idle()
            await sleep.pass_()
        assert len(exchange.tries) == 3
        assert len(exchange.events) == 1
        exchange.faults = [NotFound("over")]
        await exchange.send(f"caller:{D}", Connect(dialogue=D, reservation="r2", agent="anna"))
        for _ in range(3):
            await idle()
            await sleep.pass_()
        assert len(exchange.tries) == 4
        assert len(exchange.events) == 1

    run(test)


def test_after_hanging_up_the_carrier_is_silent() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        await exchange.send(f"caller:{D}", HangUp(dialogue=D, reason="completed"))
        await exchange.send(f"caller:{D}", CONNECT)
        await idle()
        await line.page_opened(T, D, "phone")
        line.page_closed(T, D, "phone")
        await idle()
        await sleep.pass_()
        assert exchange.events == []

    run(test)


def test_a_reload_is_nothing_and_a_closed_chat_is_away_until_it_is_back() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "webchat")
        await line.page_opened(T, D, "webchat")
        line.page_closed(T, D, "webchat")
        await idle()
        await line.page_opened(T, D, "webchat")
        await sleep.pass_()
        assert exchange.events == []
        await line.page_opened(T, D, "webchat")
        line.page_closed(T, D, "webchat")
        await idle()
        await sleep.pass_()
        assert exchange.events == [], "another page still listens"
        line.page_closed(T, D, "webchat")
        await idle()
        await sleep.pass_()
        assert exchange.events == [CallerWentAway(dialogue=D)]
        await line.page_opened(T, D, "webchat")
        assert exchange.events == [CallerWentAway(dialogue=D), CallerCameBack(dialogue=D)]

    run(test)


def test_a_phone_page_that_stays_closed_is_a_lost_caller() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        await line.page_opened(T, D, "phone")
        line.page_closed(T, D, "phone")
        await idle()
        await sleep.pass_()
        assert exchange.events == [CallerHungUp(dialogue=D, cause="lost")]

    run(test)


def test_after_a_restart_a_page_has_time_to_come_back() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.resume(T, D, "webchat")
        line.resume(T, "d2", "phone")
        await idle()
        await line.page_opened(T, D, "webchat")
        assert exchange.events == [CallerCameBack(dialogue=D)]
        await sleep.pass_()
        assert exchange.events[1:] == [CallerHungUp(dialogue="d2", cause="lost")]

    run(test)


def test_a_tenant_that_is_served_elsewhere_is_left_alone_and_the_others_are_not() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.resume("emea-b", "d2", "phone")
        line.resume(T, D, "phone")
        await exchange.send(f"caller:{D}", CONNECT)
        await idle()
        await line.forget(T)
        await sleep.pass_()
        assert exchange.events == [CallerHungUp(dialogue="d2", cause="lost")]
        line.resume(T, D, "phone")
        await idle()
        await sleep.pass_()
        assert set(exchange.events[1:]) == {
            MediaConnected(dialogue=D, reservation="r1"),
            CallerHungUp(dialogue=D, cause="lost"),
        }

    run(test)


def test_a_stream_that_breaks_goes_on_and_one_that_was_reset_does_not() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        await idle()
        await exchange.cut(f"caller:{D}", SubscriberDropped("broke", code="lost"))
        await idle()
        await sleep.pass_()
        await exchange.send(f"caller:{D}", CONNECT)
        await idle()
        await sleep.pass_()
        assert len(exchange.events) == 1
        await exchange.cut(f"caller:{D}", SubscriberDropped("gone", code="reset"))
        await idle()
        await exchange.send(f"caller:{D}", Connect(dialogue=D, reservation="r2", agent="anna"))
        await idle()
        await sleep.pass_()
        assert len(exchange.events) == 1

    run(test)


def test_what_follows_a_report_is_told_after_it() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        await exchange.send(f"caller:{D}", Dial(dialogue=D, wait=3, content=1, mode="bridged", ring_timeout_s=20))
        await idle()
        await sleep.pass_()
        assert exchange.events == [DialAnswered(dialogue=D, wait=3, result="connected")]
        assert sleep.asked == [2.0, 20.0]
        await sleep.pass_()
        assert exchange.events[1:] == [DialOver(dialogue=D, wait=4)]

    run(test)


def test_a_caller_who_will_be_called_back_is_still_followed() -> None:
    async def test(exchange: Exchange, line: Line, sleep: Sleep) -> None:
        line.follow(T, D, "phone")
        await exchange.send(f"caller:{D}", HangUp(dialogue=D, reason="callback"))
        await exchange.send(f"caller:{D}", CONNECT)
        await idle()
        await sleep.pass_()
        assert exchange.events == [MediaConnected(dialogue=D, reservation="r1")]

    run(test)
