"""Robot desks: they answer by themselves, do everything once, and stand up when somebody sits down."""

import asyncio
from collections.abc import Awaitable, Callable

from flowengine.channels.robot import Pace, Robots, Work
from flowengine.errors import Conflict
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSpoke,
    Offer,
    OfferAccepted,
    PresenceSet,
    RescindOffer,
    WorkClosed,
    WorkConnected,
    WorkHeard,
    WrapUpEnded,
)
from tests.channels.exchange import Exchange, idle

T = "emea-a"
QUICK = Pace(accept_s=0.001, speak_s=0.001, idle_s=0.002, wrap_up_s=0.001)
PATIENT = Pace(accept_s=0.001, speak_s=0.001, idle_s=60, wrap_up_s=60)


def offer(reservation: str = "r1", dialogue: str = "chat-1") -> Offer:
    return Offer(
        agent="anna", reservation=reservation, dialogue=dialogue, contact_center="billing", channel="chat",
        ring_s=20, expires_ms=1,
    )  # fmt: skip  # one offer, one thought


def connected(dialogue: str) -> WorkConnected:
    return WorkConnected(agent="anna", reservation="r1", dialogue=dialogue)


def run(test: Callable[[Exchange, Robots], Awaitable[None]], pace: Pace, taken: frozenset[str] = frozenset()) -> None:
    async def whole() -> None:
        exchange = Exchange()
        robots = Robots(exchange, lambda _: taken, pace)
        await test(exchange, robots)
        await robots.close()

    asyncio.run(whole())


def test_a_whole_chat_is_served() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna de Vries"})
        await exchange.until(PresenceSet)
        await exchange.send("agent:anna", offer())
        await exchange.until(OfferAccepted)
        await exchange.send("agent:anna", connected("chat-1"))
        said = await exchange.until(AgentSpoke)
        assert isinstance(said[0], AgentSpoke)
        assert "Anna de Vries" in said[0].text
        await exchange.until(AgentHungUp)
        closed = WorkClosed(agent="anna", reservation="r1", dialogue="chat-1", reason="agent", wrap_up_s=30)
        await exchange.send("agent:anna", closed)
        await exchange.until(WrapUpEnded)
        assert [type(event) for event in exchange.events] == [
            AgentSignedIn, PresenceSet, OfferAccepted, AgentSpoke, AgentHungUp, WrapUpEnded,
        ]  # fmt: skip  # the story in one line

    run(test, QUICK)


def test_on_the_phone_nothing_is_written() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna"})
        await exchange.send("agent:anna", connected("voice-1"))
        await exchange.until(AgentHungUp)
        assert not [event for event in exchange.events if isinstance(event, AgentSpoke)]

    run(test, QUICK)


def test_a_caller_who_speaks_is_not_hung_up_on() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna"})
        await exchange.send("agent:anna", connected("voice-1"))
        await idle()
        await exchange.send("agent:anna", WorkHeard(agent="anna", reservation="r1", dialogue="voice-1", content=2))
        await idle()
        assert not [event for event in exchange.events if isinstance(event, AgentHungUp)]

    run(test, PATIENT)


def test_a_rescinded_offer_is_left_alone() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna"})
        await exchange.send("agent:anna", offer())
        await exchange.send("agent:anna", RescindOffer(agent="anna", reservation="r1", reason="abandoned"))
        await asyncio.sleep(0.02)
        assert not [event for event in exchange.events if isinstance(event, OfferAccepted)]

    run(test, Pace(accept_s=0.01))


def test_a_robot_takes_up_what_the_agent_holds() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        exchange.held = [
            Work("r1", "pending", "voice"),
            Work("r2", "wrapping", "voice"),
            Work("r3", "connected", "voice"),
        ]
        robots.start(T, {"anna": "Anna"})
        await exchange.until(OfferAccepted)
        await exchange.until(WrapUpEnded)
        await exchange.until(AgentHungUp)

    run(test, QUICK)


def test_at_a_taken_desk_sits_no_robot() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna", "bram": "Bram"})
        await exchange.until(PresenceSet)
        await exchange.send("agent:anna", offer())
        await asyncio.sleep(0.01)
        assert {event.agent for event in exchange.events if isinstance(event, AgentSignedIn)} == {"bram"}
        assert not [event for event in exchange.events if isinstance(event, OfferAccepted)]

    run(test, QUICK, frozenset(("anna",)))


def test_who_sits_down_gets_the_work_in_hand() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna"})
        await exchange.send("agent:anna", offer())
        await exchange.until(OfferAccepted)
        await exchange.send("agent:anna", connected("voice-1"))
        await idle()
        await robots.leave(T, "anna")
        await asyncio.sleep(0.01)
        assert not [event for event in exchange.events if isinstance(event, AgentHungUp)]
        robots.start(T, {"anna": "Anna"})
        await exchange.until(AgentSignedIn, 2)

    run(test, Pace(accept_s=0.001, idle_s=0.005))


def test_a_person_who_was_quicker_stops_no_robot() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna"})
        await exchange.until(PresenceSet)
        exchange.faults = [Conflict("It is over.", code="stale")]
        await exchange.send("agent:anna", offer("r1"))
        await asyncio.sleep(0.01)
        await exchange.send("agent:anna", offer("r2"))
        accepted = await exchange.until(OfferAccepted)
        assert accepted == [OfferAccepted(reservation="r2", agent="anna")]

    run(test, QUICK)


def test_a_message_is_listened_to_and_nothing_is_written() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna"})
        await exchange.send("agent:anna", connected("message-1"))
        await exchange.send("agent:anna", WorkHeard(agent="anna", reservation="r1", dialogue="message-1", content=2))
        await exchange.until(AgentHungUp)
        assert not [event for event in exchange.events if isinstance(event, AgentSpoke)]

    run(test, Pace(accept_s=0.001, speak_s=0.001, idle_s=60, listen_s=0.001, wrap_up_s=0.001))


def test_the_robots_of_a_tenant_that_is_served_elsewhere_stand_up() -> None:
    async def test(exchange: Exchange, robots: Robots) -> None:
        robots.start(T, {"anna": "Anna"})
        robots.start("emea-b", {"ben": "Ben"})
        await exchange.until(PresenceSet, 2)
        await robots.forget(T)
        await exchange.send("agent:anna", offer())
        ben = offer("r2")
        await exchange.send("agent:ben", ben)
        await exchange.until(OfferAccepted)
        await idle()
        assert [e.agent for e in exchange.events if isinstance(e, OfferAccepted)] == ["ben"]

    run(test, PATIENT)
