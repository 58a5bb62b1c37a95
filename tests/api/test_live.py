"""The live feed: a snapshot, then rows without a gap, each topic for those it is meant for; and one's own desk."""

import time
from typing import Any

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from flowengine.errors import LedgerError
from flowengine.messages import Offer, WorkHeard
from flowengine.runtime.feed import SubscriberDropped
from flowengine.tenancy.change import changed
from tests.api.world import ABROAD, HOME, ORIGIN, World, call, sign_in


def live(client: TestClient[Litestar], query: str = "") -> Any:
    ticket = call(client, "POST", "/api/ticket").json()["ticket"]
    return client.websocket_connect(f"/api/live?ticket={ticket}{query}", headers={"origin": ORIGIN})


def offer(agent: str) -> Offer:
    return Offer(
        agent=agent, reservation="r1", dialogue="d1", contact_center="billing", channel="voice", ring_s=20,
        expires_ms=1, caller_content=1,
    )  # fmt: skip  # one offer, one thought


def test_snapshot_then_rows_after_it(world: World, client: TestClient[Litestar]) -> None:
    world.runtime.trace(HOME, "dialogue", "d0", ("arrived", "voice", "+44", 1))
    sign_in(client, "all")
    with live(client) as socket:
        first = socket.receive_json()
        assert (first["kind"], first["pos"]) == ("snapshot", 1)
        assert {"dialogues", "agents", "queues"} <= set(first)
        world.runtime.trace(HOME, "dialogue", "d1", ("went", "billing/main/hello", "done"))
        row = socket.receive_json()
        assert (row["kind"], row["pos"], row["subject"]) == ("trace", 2, "d1")
        assert row["facts"] == [["went", "billing/main/hello", "done"]]


def test_a_page_goes_on_from_where_it_was(world: World, client: TestClient[Litestar]) -> None:
    for number in range(3):
        world.runtime.trace(HOME, "dialogue", f"d{number}", ("silent",))
    sign_in(client, "all")
    with live(client, "&after=1") as socket:
        assert [socket.receive_json()["pos"] for _ in range(2)] == [2, 3]


def test_nothing_of_another_tenant_is_heard(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    with live(client, "&after=0") as socket:
        world.runtime.trace(ABROAD, "dialogue", "theirs", ("silent",))
        world.runtime.trace(HOME, "dialogue", "ours", ("silent",))
        assert socket.receive_json()["subject"] == "ours"


HERE, THERE, TENANT = "contact_center:billing", "contact_center:pharmacy", "tenant:emea-home"
TOPICS = [
    ("agent", {"agent:agent"}),
    ("viewer", {"dialogue:d1", HERE, THERE, TENANT}),
    ("report_viewer", {HERE, THERE}),
    ("report_viewer_billing", {HERE}),
    ("supervisor", {"dialogue:d1", "agent:agent", "agent:nobody", HERE, THERE, TENANT}),
    ("supervisor_billing", {"dialogue:d1", "agent:agent", HERE, TENANT}),
]


@pytest.mark.parametrize(("user", "heard"), TOPICS)
def test_each_topic_is_for_those_it_is_meant_for(
    world: World, client: TestClient[Litestar], user: str, heard: set[str]
) -> None:
    for subject in ("dialogue:d1", "agent:agent", "agent:nobody", HERE, THERE, TENANT):
        world.runtime.trace(HOME, *subject.split(":"), ("x",))
    sign_in(client, user)
    with live(client, "&after=0") as socket:
        frames = [socket.receive_json() for _ in heard]
        assert {f"{frame['subject_kind']}:{frame['subject']}" for frame in frames} == heard
        world.runtime.trace(HOME, *min(heard).split(":"), ("end",))
        assert socket.receive_json()["facts"] == [["end"]]


def test_the_desk_hears_its_own_commands_with_their_words(world: World, client: TestClient[Litestar]) -> None:
    world.runtime.send(HOME, "agent:agent", offer("agent"), {"number": "+44"})
    sign_in(client, "agent")
    with live(client, "&after=0") as socket:
        heard = WorkHeard(agent="agent", reservation="r1", dialogue="d1", content=3)
        time.sleep(
            0.05
        )  # the desk listens from the moment its stream is open; commands before that come with desk_after
        world.runtime.send(HOME, "agent:other", offer("other"))
        world.runtime.send(HOME, "agent:agent", heard, "My tooth aches")
        frame = socket.receive_json()
        assert (frame["kind"], frame["n"], frame["command"]["text"]) == ("command", 2, "My tooth aches")
    with live(client, "&after=0&desk_after=0") as socket:
        frame = socket.receive_json()
        assert (frame["n"], frame["command"]["caller"]) == (1, {"number": "+44"})


def test_a_ticket_of_the_feed_opens_once(client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    ticket = call(client, "POST", "/api/ticket").json()["ticket"]
    for expected in (None, 4401):
        socket = client.websocket_connect(f"/api/live?ticket={ticket}", headers={"origin": ORIGIN})
        if expected is None:
            with socket as opened:
                assert opened.receive_json()["kind"] == "snapshot"
        else:
            with pytest.raises(WebSocketDisconnect) as closed, socket:
                pass
            assert closed.value.code == expected


def test_a_cookie_alone_opens_no_socket_and_a_visitors_ticket_no_feed(client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    body = {"address": "+442079460100", "channel": "voice"}
    ticket = call(client, "POST", f"/api/visit/{HOME}", body).json()["ticket"]
    for query in ("", f"?ticket={ticket}"):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect(f"/api/live{query}", headers={"origin": ORIGIN}),
        ):
            pass


def test_signing_out_ends_the_open_feed(client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    with live(client) as socket:
        socket.receive_json()
        call(client, "DELETE", "/api/session")
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4401


def test_an_idle_session_is_not_kept_alive_by_its_feed(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    with live(client) as socket:
        socket.receive_json()
        world.clock.ms += 31 * 60 * 1000
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4401


def test_a_withdrawn_role_ends_the_open_feed(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "supervisor")
    with live(client) as socket:
        socket.receive_json()
        user = {"name": "supervisor", "directory_id": "demo", "object_id": "supervisor", "roles": {}}
        world.runtime.directories[HOME] = changed(world.runtime.directories[HOME], "user", "supervisor", user)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4408


def test_a_store_that_does_not_answer_ends_the_open_feed(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    with live(client) as socket:
        socket.receive_json()
        world.is_ready = False
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        world.is_ready = True
    assert (closed.value.code, closed.value.detail) == (4408, "store_unavailable")


def test_a_feed_whose_data_is_being_loaded_again_is_asked_for_again(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    with live(client) as socket:
        socket.receive_json()
        world.runtime.feeds[HOME].put(LedgerError("The data is being loaded again; try in a moment."))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert (closed.value.code, closed.value.detail) == (4408, "store_unavailable")


def test_a_reset_or_a_position_that_is_gone_brings_a_fresh_snapshot(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    with live(client, "&after=99") as socket:
        assert socket.receive_json()["kind"] == "snapshot"
        world.runtime.feeds[HOME].put(SubscriberDropped("gone", code="reset"))
        assert socket.receive_json()["kind"] == "snapshot"
        world.runtime.feeds[HOME].put(SubscriberDropped("slow"))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 4408
