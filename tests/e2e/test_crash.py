"""Pull the plug, media that fail, and mending the demo."""

from playwright.sync_api import expect

from tests.e2e.conftest import START_MS
from tests.e2e.front_row import FrontRow
from tests.e2e.people import at_desk, facts_of, live_dialogue
from tests.e2e.watch import Watch
from tests.main.served import Client, Served, until


def test_pulling_the_plug_loses_no_caller(front: FrontRow, server: Served, dora: Client, watch: Watch) -> None:
    watch.allow("net::ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_RESET", "net::ERR_EMPTY_RESPONSE", "websocket")
    ben = at_desk(server, "ben", "away")
    at_desk(server, "dev", "away")
    earlier = server.client()
    earlier.call("+442079460104")
    front.call("Desk")
    expect(front.why).to_contain_text("Place 2 of 2")
    died = server.server_pid()
    with front.shows_once("Connection lost. Trying again…"):
        front.demo("Pull the plug")
        front.says("The server was killed.")
    front.says("The server is back.", START_MS)
    assert server.server_pid() != died
    expect(front.why).to_contain_text("Place 2 of 2")
    front.tab("Trace")
    expect(front.trace).to_contain_text("Resumed after")
    assert earlier.does({"type": "CallerHungUp"})[0] == 200
    expect(front.why).to_contain_text("Place 1 of 1")
    assert ben("PUT", "/api/agents/me/presence", {"intent": "available"})[0] == 200
    expect(front.why).to_contain_text("An agent’s desk is ringing")
    assert facts_of(dora, live_dialogue(dora)).count("queued") == 1


def test_media_that_fail_after_the_accept_send_the_caller_back_to_the_queue(
    front: FrontRow, server: Served, dora: Client
) -> None:
    at_desk(server, "dev", "away")
    front.take_over("Ben Okafor")
    caller = server.client()
    dialogue = caller.call("+442079460104", media="fail")
    front.tab("Trace")
    front.drawer.get_by_role("button", name=dialogue[-6:]).click()
    front.desk.get_by_role("article", name="Rings: Desk").get_by_role("button", name="Accept").click()
    expect(front.trace).to_contain_text("Ben Okafor accepted")
    expect(front.trace).to_contain_text("Could not connect")
    expect(front.trace).to_contain_text("Back in the queue")
    until(lambda: "requeued" in facts_of(dora, dialogue))
    assert "connected" not in facts_of(dora, dialogue)


def test_reset_mends_any_state(front: FrontRow, server: Served, dora: Client) -> None:
    at_desk(server, "anna", "away")
    for _ in range(20):
        server.client().call("+442079460104")
    front.take_over("Ben Okafor")
    front.call("Main line")
    front.is_at("Main menu")
    with front.page.expect_event("load"):
        front.demo("Reset demo")
    expect(front.side.get_by_role("button", name="Call", exact=True)).to_be_enabled()
    for name in ("Anna de Vries", "Ben Okafor", "Carla Rossi"):
        expect(front.desk.get_by_role("listitem").filter(has_text=name)).to_contain_text("free")
    assert dora("GET", "/api/dialogues?state=live")[1] == []
