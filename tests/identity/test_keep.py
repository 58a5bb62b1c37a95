"""What the store keeps for the tenants of this node, and the tenant that stands openly in what is handed out."""

import asyncio

import pytest

from flowengine.errors import LedgerError
from flowengine.identity.keep import StoreKeep
from flowengine.identity.secret import parted, told
from flowengine.identity.sessions import TOUCH_MS, Sessions
from flowengine.identity.tickets import Tickets
from flowengine.identity.visitor import Visitors
from tests.contracts.at_once import at_once
from tests.identity.rows import Rows, taken
from tests.identity.test_sessions import Clock, seeds


def test_who_signed_in_at_one_node_is_signed_in_where_the_tenant_moves_to() -> None:
    store, clock = Rows(), Clock()
    first, second = taken(store, "emea-a"), StoreKeep(store)
    cookie = at_once(Sessions(first, clock, seeds()).begin("emea-a", "anna"))
    there = Sessions(second, clock, seeds())
    assert there.peek(cookie) is None, "not before the tenant is taken"
    at_once(second.take("emea-a"))
    assert there.peek(cookie) is not None
    first.drop("emea-a")
    assert Sessions(first, clock, seeds()).peek(cookie) is None, "the old owner knows nobody any more"


def test_nothing_is_handed_out_that_the_store_does_not_hold() -> None:
    store, clock = Rows(), Clock()
    keep = taken(store, "emea-a")
    store.away = True
    with pytest.raises(LedgerError):
        at_once(Sessions(keep, clock, seeds()).begin("emea-a", "anna"))
    with pytest.raises(LedgerError):
        at_once(Visitors(keep, clock, seeds()).begin("emea-a", "d1", "phone"))
    store.away = False
    with pytest.raises(LedgerError):
        at_once(Sessions(keep, clock, seeds()).begin("emea-b", "anna"))
    assert store.rows == {}


def test_nobody_is_told_of_a_visit_that_the_next_owner_read_too_soon_to_know() -> None:
    """The tenant moves while the row is being written: who begins it is asked to do so again."""

    async def life() -> None:
        store, clock, served_here = Rows(), Clock(), {"emea-a"}
        first, second = StoreKeep(store, served_here.__contains__), StoreKeep(store)
        await first.take("emea-a")
        store.gate = gate = asyncio.Event()
        beginning = asyncio.create_task(Visitors(first, clock, seeds()).begin("emea-a", "d1", "phone"))
        await asyncio.sleep(0)
        served_here.clear()  # first of all that an owner does who leaves
        await second.take("emea-a")
        gate.set()
        with pytest.raises(LedgerError, match="moved to another server"):
            await beginning

    asyncio.run(life())


def test_a_database_that_is_away_signs_nobody_out() -> None:
    store, clock = Rows(), Clock()
    sessions = Sessions(taken(store, "emea-a"), clock, seeds())
    cookie = at_once(sessions.begin("emea-a", "anna"))
    clock.ms += TOUCH_MS
    store.away = True
    assert at_once(sessions.find(cookie)) is not None


async def _ended_while_used() -> tuple[Rows, Sessions, str]:
    store, clock = Rows(), Clock()
    sessions = Sessions(taken(store, "emea-a"), clock, seeds())
    cookie = await sessions.begin("emea-a", "anna")
    clock.ms += TOUCH_MS
    store.gate = gate = asyncio.Event()
    using, ending = asyncio.create_task(sessions.find(cookie)), asyncio.create_task(sessions.end(cookie))
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(using, ending)
    return store, sessions, cookie


def test_a_session_that_ends_while_it_is_used_stays_ended() -> None:
    store, sessions, cookie = asyncio.run(_ended_while_used())
    assert sessions.peek(cookie) is None
    assert store.rows == {}


def test_signing_in_elsewhere_ends_the_session_of_a_tenant_that_is_not_here() -> None:
    store, clock = Rows(), Clock()
    old = at_once(Sessions(taken(store, "emea-a"), clock, seeds()).begin("emea-a", "anna"))
    at_once(Sessions(taken(store, "emea-b"), clock, seeds()).begin("emea-b", "bram", old))
    assert {tenant for tenant, _ in store.rows} == {"emea-b"}


def test_the_tenant_in_a_cookie_or_ticket_opens_nothing_by_itself() -> None:
    clock, random_bytes = Clock(), seeds()
    keep = taken(Rows(), "emea-a", "emea-b")
    sessions, visitors = Sessions(keep, clock, random_bytes), Visitors(keep, clock, random_bytes)
    tickets = Tickets(clock, random_bytes)
    session = at_once(sessions.begin("emea-a", "anna"))
    visitor = at_once(visitors.begin("emea-a", "d1", "phone"))
    ticket = tickets.issue("signed_in", "emea-a", session)
    for handed in (session, visitor, ticket):
        assert handed.startswith("emea-a.")
    moved = [told("emea-b", parted(handed)[1]) for handed in (session, visitor, ticket)]
    assert sessions.peek(moved[0]) is None
    assert visitors.find(moved[1], "emea-b") is None
    assert visitors.find(moved[1], "emea-a") is None
    assert tickets.redeem(moved[2], "signed_in") is None


@pytest.mark.parametrize(
    "text", ["", ".", "a.", ".b", "../x.b", "a b.c", "A.c", "x" * 65 + ".c", "a.é", "a." + "x" * 65]
)
def test_what_cannot_be_ours_names_no_tenant(text: str) -> None:
    assert parted(text) == ("", "")
