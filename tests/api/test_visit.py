"""The caller's side: a secret per dialogue, events once, streams from any number, and no way to another's dialogue."""

import time
from typing import Any

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from flowengine.api.settings import Settings
from flowengine.identity.visitor import Visitors
from flowengine.messages import (
    CallerHungUp,
    CallerWentAway,
    Connect,
    DialogueArrived,
    HangUp,
    KeyPressed,
    MediaFailed,
    Say,
)
from tests.api.world import ABROAD, HOME, ORIGIN, World, call
from tests.contracts.at_once import at_once
from tests.identity.rows import Rows, taken

CALL = {"address": "+442079460100", "channel": "voice", "number": "+31612345678"}
CHAT = {"address": "chat:home", "channel": "chat"}


def begin(client: TestClient[Litestar], tenant: str = HOME, **body: Any) -> dict[str, str]:
    answer = call(client, "POST", f"/api/visit/{tenant}", {**CALL, **body})
    assert answer.status_code == 201, answer.text
    found: dict[str, str] = answer.json()
    return found


def press(client: TestClient[Litestar], key: str, event_id: str, query: str = "", tenant: str = HOME) -> Any:
    said = {"event_id": event_id, "event": {"type": "KeyPressed", "key": key}}
    return call(client, "POST", f"/api/visit/{tenant}/events{query}", said)


def keys(world: World) -> list[tuple[str, str]]:
    return [(event.dialogue, event.key) for _, event in world.runtime.events if isinstance(event, KeyPressed)]


def stream(client: TestClient[Litestar], ticket: str, after: int | str = 0, tenant: str = HOME) -> Any:
    return client.websocket_connect(
        f"/api/visit/{tenant}/stream?ticket={ticket}&after={after}", headers={"origin": ORIGIN}
    )


def test_a_call_arrives_with_what_the_caller_says(world: World, client: TestClient[Litestar]) -> None:
    begin(client, name="Robin", language="nl")
    tenant, event = world.runtime.events[0]
    assert isinstance(event, DialogueArrived)
    assert (tenant, event.via, event.channel, event.address) == (HOME, "phone", "voice", "+442079460100")
    assert (event.caller_number, event.caller_name, event.language) == ("+31612345678", "Robin", "nl")
    assert len(event.external_id) == 32


def test_a_page_that_begins_again_under_its_id_is_given_the_same_dialogue(
    world: World, client: TestClient[Litestar]
) -> None:
    """As after an answer that was lost; another page's id, of whatever tenant, begins another one."""
    own = "f7a9e4d0-5a1c-4f9e-9d7b-0f5f0a3c1b2d"
    first = begin(client, event_id=own)
    client.cookies.clear()  # they were in the answer
    again = begin(client, event_id=own)
    assert again["dialogue"] == first["dialogue"]
    assert press(client, "1", "e1").status_code == 200, "the new cookie opens it"
    assert again["ticket"] != first["ticket"]
    others = {begin(client, event_id=own[:-1] + "e")["dialogue"], begin(client, ABROAD, event_id=own)["dialogue"]}
    assert first["dialogue"] not in others
    assert len([event for _, event in world.runtime.events if isinstance(event, DialogueArrived)]) == 3
    assert own not in str(world.runtime.events), "who reads the store cannot begin as that page"


@pytest.mark.parametrize("event_id", ["1", "a" * 21, "a" * 65, "a" * 21 + ":", "../" * 10])
def test_an_id_that_could_be_guessed_begins_nothing(world: World, client: TestClient[Litestar], event_id: str) -> None:
    assert call(client, "POST", f"/api/visit/{HOME}", {**CALL, "event_id": event_id}).status_code == 400
    assert world.runtime.events == []


def test_the_cookie_is_out_of_reach_for_scripts_and_kept_as_a_hash(world: World, client: TestClient[Litestar]) -> None:
    answer = call(client, "POST", f"/api/visit/{HOME}", CALL)
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie for cookie in cookies)
    tenant, _, secret = client.cookies["visitor"].partition(".")
    assert tenant == HOME, "whoever passes the request on sees where to"
    assert len(secret) >= 26
    assert secret not in answer.text
    assert all(secret not in key and secret.encode() not in body for key, body in world.keep.items(HOME))


def test_under_https_cookies_are_bound_to_the_host() -> None:
    with World(settings=Settings(secure=True)).client() as client:
        answer = call(client, "POST", f"/api/visit/{HOME}", CALL)
        assert all(c.startswith("__Host-visitor") and "Secure" in c for c in answer.headers.get_list("set-cookie"))
        assert answer.headers["strict-transport-security"]


def test_an_event_sent_twice_happens_once(world: World, client: TestClient[Litestar]) -> None:
    dialogue = begin(client)["dialogue"]
    answers = [press(client, "1", "a"), press(client, "1", "a"), press(client, "1", "b")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert keys(world) == [(dialogue, "1"), (dialogue, "1")]


def test_ids_grant_nothing(world: World, client: TestClient[Litestar]) -> None:
    dialogue = begin(client)["dialogue"]
    client.cookies.clear()
    assert press(client, "1", "a").status_code == 401
    assert press(client, "1", "a", f"?dialogue={dialogue}").status_code == 401
    client.cookies.set("visitor", dialogue)
    assert press(client, "1", "a").status_code == 401
    begin(client)
    assert press(client, "1", "a", f"?dialogue={dialogue}").status_code == 401
    assert (dialogue, "1") not in keys(world)


def test_a_secret_of_one_tenant_opens_nothing_at_another(world: World, client: TestClient[Litestar]) -> None:
    begin(client)
    assert press(client, "1", "a", tenant=ABROAD).status_code == 401
    assert call(client, "POST", f"/api/visit/{ABROAD}/ticket").status_code == 401
    assert not keys(world)


def test_a_session_secret_is_no_visitor_secret(world: World, client: TestClient[Litestar]) -> None:
    client.cookies.set("visitor", at_once(world.sessions.begin(HOME, "all")))
    assert press(client, "1", "a").status_code == 401


def test_event_ids_of_two_callers_never_meet(world: World, client: TestClient[Litestar]) -> None:
    first = begin(client)["dialogue"]
    press(client, "1", "same")
    client.cookies.clear()
    second = begin(client)["dialogue"]
    press(client, "2", "same")
    assert keys(world) == [(first, "1"), (second, "2")]


def test_two_tabs_hold_two_dialogues(world: World, client: TestClient[Litestar]) -> None:
    first, second = begin(client)["dialogue"], begin(client)["dialogue"]
    press(client, "1", "a", f"?dialogue={first}")
    press(client, "2", "b")
    press(client, "3", "c", f"?dialogue={second}")
    assert keys(world) == [(first, "1"), (second, "2"), (second, "3")]


def test_a_browser_keeps_few_dialogues(client: TestClient[Litestar]) -> None:
    for _ in range(12):
        begin(client)
    assert len([name for name in client.cookies if name.startswith("visitor-")]) == 8


REFUSED = [
    ({"type": "MediaConnected", "reservation": "r"}, "unknown_event"),
    ({"type": "CallerCameBack"}, "unknown_event"),
    ({"type": "AgentSignedIn", "agent": "anna"}, "unknown_event"),
    ({"type": "OwnerResumed", "down_ms": 1}, "unknown_event"),
    ({"type": "KeyPressed", "key": "11"}, "unknown_key"),
    ({"type": "KeyPressed", "key": 1}, "malformed_event"),
    ({"type": "KeyPressed"}, "malformed_event"),
    ({"type": "KeyPressed", "key": "1", "dialogue": "another"}, "unknown_field"),
    ({"type": "TextReceived", "text": " "}, "text_length"),
    ({"type": "TextReceived", "text": "x" * 2001}, "text_length"),
    ({"type": "CallerHungUp", "cause": "boredom"}, "unknown_cause"),
    ({"type": ["KeyPressed"]}, "unknown_event"),
    ({}, "unknown_event"),
]


@pytest.mark.parametrize(("event", "code"), REFUSED, ids=lambda v: str(v)[:50])
def test_a_caller_can_only_do_what_callers_do(
    world: World, client: TestClient[Litestar], event: Any, code: str
) -> None:
    begin(client)
    answer = call(client, "POST", f"/api/visit/{HOME}/events", {"event_id": "a", "event": event})
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert len(world.runtime.events) == 1


def test_the_stream_tells_words_and_goes_on_from_any_number(world: World, client: TestClient[Litestar]) -> None:
    begun = begin(client)
    dialogue = begun["dialogue"]
    for number, words in ((1, "Hello"), (2, "Press 1")):
        say = Say(dialogue=dialogue, content=number, language="en")
        world.runtime.send(HOME, f"caller:{dialogue}", say, words)
    with stream(client, begun["ticket"]) as socket:
        first = socket.receive_json()
        assert (first["n"], first["command"]["type"], first["command"]["text"]) == (1, "Say", "Hello")
        assert "content" not in first["command"]
        assert socket.receive_json()["n"] == 2
    ticket = call(client, "POST", f"/api/visit/{HOME}/ticket").json()["ticket"]
    with stream(client, ticket, 1) as socket:
        assert socket.receive_json()["n"] == 2


def test_a_ticket_opens_once_and_for_thirty_seconds(world: World, client: TestClient[Litestar]) -> None:
    begun = begin(client)
    with stream(client, begun["ticket"]):
        pass
    fresh = call(client, "POST", f"/api/visit/{HOME}/ticket").json()["ticket"]
    other = call(client, "POST", f"/api/visit/{HOME}/ticket").json()["ticket"]
    world.clock.ms += 31_000
    for tenant, ticket in ((HOME, begun["ticket"]), (HOME, fresh), (HOME, "guess"), (HOME, ""), (ABROAD, other)):
        with pytest.raises(WebSocketDisconnect) as closed, stream(client, ticket, tenant=tenant):
            pass
        assert closed.value.code == 4401


def test_a_ticket_of_one_tenant_is_none_of_another(client: TestClient[Litestar]) -> None:
    ticket = begin(client)["ticket"]
    with pytest.raises(WebSocketDisconnect), stream(client, ticket, tenant=ABROAD):
        pass


def test_the_stream_ends_after_hanging_up(world: World, client: TestClient[Litestar]) -> None:
    begun = begin(client)
    world.runtime.send(HOME, f"caller:{begun['dialogue']}", HangUp(dialogue=begun["dialogue"], reason="completed"))
    with stream(client, begun["ticket"]) as socket:
        assert socket.receive_json()["command"]["type"] == "HangUp"
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert closed.value.code == 1000


def test_media_fails_when_the_call_was_begun_so(world: World, client: TestClient[Litestar]) -> None:
    begun = begin(client, media="fail")
    dialogue = begun["dialogue"]
    world.runtime.send(HOME, f"caller:{dialogue}", Connect(dialogue=dialogue, reservation="r1", agent="anna"))
    with stream(client, begun["ticket"]) as socket:
        socket.receive_json()
        wait_for(lambda: any(isinstance(event, MediaFailed) for _, event in world.runtime.events))


def test_a_real_tenant_does_not_believe_a_page_about_the_number() -> None:
    world = World(demo_tenants=False)
    with world.client() as client:
        begin(client, media="fail")
        event = world.runtime.events[0][1]
        assert isinstance(event, DialogueArrived)
        assert event.caller_number == ""


def test_no_phone_is_simulated_on_a_server_that_is_no_demo() -> None:
    with World(settings=Settings(demo=False)).client() as client:
        assert call(client, "POST", f"/api/visit/{HOME}", CALL).status_code == 403
        assert call(client, "POST", f"/api/visit/{HOME}", CHAT).status_code == 201


def test_an_unknown_tenant_is_not_found(client: TestClient[Litestar]) -> None:
    assert call(client, "POST", "/api/visit/emea-nowhere", CALL).status_code == 404
    assert call(client, "POST", "/api/visit/nora-elsewhere", CALL).status_code == 421, "of another region"


def test_too_much_at_once_is_refused() -> None:
    with World(settings=Settings(rate=2, visits=1)).client() as client:
        begin(client)
        answers = [press(client, "1", f"e{n}").status_code for n in range(8)]
        assert answers[:4] == [200] * 4
        assert 429 in answers[4:]
        assert 429 in [call(client, "POST", f"/api/visit/{HOME}", CALL).status_code for _ in range(8)]


def test_large_and_frequent_messages_end_the_socket() -> None:
    world = World(settings=Settings(rate=5))
    with world.client() as client:
        for messages, code in ((["x" * 5000], 1009), (["{}"] * 30, 1008)):
            with stream(client, begin(client)["ticket"]) as socket:
                for message in messages:
                    socket.send_text(message)
                with pytest.raises(WebSocketDisconnect) as closed:
                    socket.receive_json()
            assert closed.value.code == code


def test_a_page_is_answered_that_asks_whether_we_are_there(client: TestClient[Litestar]) -> None:
    with stream(client, begin(client)["ticket"]) as socket:
        socket.send_json({"type": "ping"})
        assert socket.receive_json() == {"type": "pong"}


def test_a_visitor_survives_a_restart() -> None:
    store = Rows()
    first = World(keep=taken(store, HOME, ABROAD))
    with first.client() as client:
        dialogue = begin(client)["dialogue"]
        secret = client.cookies["visitor"]
    visitors = Visitors(taken(store, HOME), first.clock, bytes)
    found = visitors.find(secret, HOME)
    assert found is not None
    assert found.dialogue == dialogue


def test_closing_a_chat_is_away_and_coming_back_is_told() -> None:
    world = World()
    world.channels["webchat"].away_after_s = 0.01
    with world.client() as client:
        begun = begin(client, **CHAT)
        with stream(client, begun["ticket"]):
            pass
        wait_for(lambda: any(isinstance(event, CallerWentAway) for _, event in world.runtime.events))
        ticket = call(client, "POST", f"/api/visit/{HOME}/ticket").json()["ticket"]
        with stream(client, ticket):
            wait_for(lambda: type(world.runtime.events[-1][1]).__name__ == "CallerCameBack")


def test_a_dialogue_that_is_kept_no_longer_gets_no_ticket(world: World, client: TestClient[Litestar]) -> None:
    begin(client)
    world.runtime.dialogues.clear()
    assert call(client, "POST", f"/api/visit/{HOME}/ticket").status_code == 404


def test_hanging_up_is_said_once(world: World, client: TestClient[Litestar]) -> None:
    begun = begin(client)
    with stream(client, begun["ticket"]):
        said = {"event_id": "bye", "event": {"type": "CallerHungUp"}}
        assert call(client, "POST", f"/api/visit/{HOME}/events", said).status_code == 200
    assert len([event for _, event in world.runtime.events if isinstance(event, CallerHungUp)]) == 1


def wait_for(claim: Any, within_s: float = 20.0) -> None:
    """The server runs on a thread of its own: look until it is so."""
    until = time.monotonic() + within_s
    while not claim():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.005)
