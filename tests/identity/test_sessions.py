"""Sessions and visitors: secrets kept as hashes, ends in time, and what survives a restart."""

from typing import Any

import pytest

from flowengine.identity.keep import Keep, MemoryKeep
from flowengine.identity.sessions import ABSOLUTE_MS, IDLE_MS, Sessions
from flowengine.identity.tickets import LIFE_MS, MOST, Tickets
from flowengine.identity.visitor import KEPT_MS, Visitors
from tests.contracts.at_once import at_once
from tests.identity.rows import Rows, taken

MINUTE_MS = 60_000


class Clock:
    def __init__(self) -> None:
        self.ms = 1_700_000_000_000

    def __call__(self) -> int:
        return self.ms


def seeds() -> Any:
    count = 0

    def take(size: int) -> bytes:
        nonlocal count
        count += 1
        return count.to_bytes(size, "big")

    return take


@pytest.fixture
def clock() -> Clock:
    return Clock()


def sessions_in(keep: Keep, clock: Clock) -> Sessions:
    return Sessions(keep, clock, seeds())


def test_a_session_is_found_by_its_secret_only(clock: Clock) -> None:
    keep = MemoryKeep()
    sessions = sessions_in(keep, clock)
    secret = at_once(sessions.begin("emea-a", "anna"))
    found = at_once(sessions.find(secret))
    assert found is not None
    assert (found.tenant, found.user) == ("emea-a", "anna")
    for guess in ("", "anna", secret[:-1], secret + "A", "x" * 10_000, "é" * 27, keep.items("emea-a")[0][0]):
        assert at_once(sessions.find(guess)) is None


def test_secrets_have_over_128_bits_and_are_kept_as_hashes(clock: Clock) -> None:
    sizes: list[int] = []
    keep = MemoryKeep()

    def random_bytes(size: int) -> bytes:
        sizes.append(size)
        return b"\x07" * size

    secret = at_once(Sessions(keep, clock, random_bytes).begin("emea-a", "anna"))
    assert min(sizes) * 8 >= 128
    secret = secret.removeprefix("emea-a.")
    assert all(secret not in key and secret.encode() not in body for key, body in keep.items("emea-a"))


def test_idle_for_half_an_hour_ends_it(clock: Clock) -> None:
    sessions = sessions_in(MemoryKeep(), clock)
    secret = at_once(sessions.begin("emea-a", "anna"))
    for _ in range(4):
        clock.ms += IDLE_MS - 2 * MINUTE_MS
        assert at_once(sessions.find(secret)) is not None
    clock.ms += IDLE_MS
    assert at_once(sessions.find(secret)) is None
    clock.ms -= IDLE_MS
    assert at_once(sessions.find(secret)) is None, "an ended session stays ended, even when the clock jumps back"


def test_looking_without_using_does_not_keep_it_alive(clock: Clock) -> None:
    sessions = sessions_in(MemoryKeep(), clock)
    secret = at_once(sessions.begin("emea-a", "anna"))
    for _ in range(4):
        clock.ms += IDLE_MS // 4
        sessions.peek(secret)
    assert sessions.peek(secret) is None


def test_eight_hours_end_it_however_busy(clock: Clock) -> None:
    sessions = sessions_in(MemoryKeep(), clock)
    secret = at_once(sessions.begin("emea-a", "anna"))
    for _ in range(ABSOLUTE_MS // (20 * MINUTE_MS) - 1):
        clock.ms += 20 * MINUTE_MS
        assert at_once(sessions.find(secret)) is not None
    clock.ms += 20 * MINUTE_MS
    assert at_once(sessions.find(secret)) is None


def test_sign_in_rotates_the_secret(clock: Clock) -> None:
    sessions = sessions_in(MemoryKeep(), clock)
    first = at_once(sessions.begin("emea-a", "anna"))
    second = at_once(sessions.begin("emea-a", "anna", first))
    assert first != second
    assert at_once(sessions.find(first)) is None
    assert at_once(sessions.find(second)) is not None


def test_a_restart_keeps_sessions_desks_and_visitors(clock: Clock) -> None:
    store, random_bytes = Rows(), seeds()
    keep = taken(store, "emea-a")
    sessions = Sessions(keep, clock, random_bytes)
    ended, kept = (at_once(sessions.begin("emea-a", user)) for user in ("anna", "bram"))
    at_once(sessions.end(ended))
    desk = at_once(sessions.take_desk(kept, "carla"))
    assert desk is not None
    visitor = at_once(Visitors(keep, clock, random_bytes).begin("emea-a", "d1", "phone", "fail"))
    again = Sessions(taken(store, "emea-a", "emea-b"), clock, random_bytes)
    assert at_once(again.find(ended)) is None
    assert at_once(again.find(kept)) is None
    found = at_once(again.find(desk))
    assert found is not None
    assert (found.user, found.desk) == ("bram", "carla")
    assert again.desks("emea-a") == {"carla"}
    assert again.desks("emea-b") == frozenset()
    visit = Visitors(taken(store, "emea-a"), clock, random_bytes).find(visitor, "emea-a")
    assert visit is not None
    assert (visit.dialogue, visit.via, visit.media) == ("d1", "phone", "fail")


def test_a_visitors_secret_opens_its_tenant_only_and_for_a_day(clock: Clock) -> None:
    visitors = Visitors(MemoryKeep(), clock, seeds())
    secret = at_once(visitors.begin("emea-a", "d1", "webchat"))
    assert visitors.find(secret, "emea-b") is None
    assert visitors.find("d1", "emea-a") is None
    clock.ms += KEPT_MS - 1
    assert visitors.find(secret, "emea-a") is not None
    assert visitors.of_dialogue("emea-a", "d1") is not None
    assert visitors.of_dialogue("emea-b", "d1") is None
    clock.ms += 1
    assert visitors.find(secret, "emea-a") is None


def test_a_session_secret_is_no_visitor_and_the_other_way_round(clock: Clock) -> None:
    keep = MemoryKeep()
    random_bytes = seeds()
    sessions, visitors = Sessions(keep, clock, random_bytes), Visitors(keep, clock, random_bytes)
    session, visitor = at_once(sessions.begin("emea-a", "anna")), at_once(visitors.begin("emea-a", "d1", "phone"))
    assert visitors.find(session, "emea-a") is None
    assert at_once(sessions.find(visitor)) is None


def test_a_ticket_is_for_one_audience_once_and_soon(clock: Clock) -> None:
    tickets = Tickets(clock, seeds())
    first, second, third = (tickets.issue("signed_in", "emea-a", "secret") for _ in range(3))
    assert tickets.redeem(first, "signed_in") is not None
    assert tickets.redeem(first, "signed_in") is None
    assert tickets.redeem(second, "visitor") is None
    assert tickets.redeem(second, "signed_in") is None, "a wrong try uses it up"
    clock.ms += LIFE_MS
    assert tickets.redeem(third, "signed_in") is None


def test_tickets_cannot_fill_the_memory(clock: Clock) -> None:
    tickets = Tickets(clock, seeds())
    first = tickets.issue("signed_in", "emea-a", "secret")
    last = [tickets.issue("signed_in", "emea-a", "secret") for _ in range(200)][-1]
    assert tickets.redeem(last, "signed_in") is not None
    assert MOST < 100_000
    assert tickets.redeem(first, "signed_in") is not None
