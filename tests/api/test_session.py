"""Sign-in, its cookie, and the desk that a demo session may take over."""

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.settings import Settings
from flowengine.messages import OfferAccepted, PresenceSet
from flowengine.tenancy.change import changed
from tests.api.world import ABROAD, HOME, World, call, sign_in
from tests.contracts.at_once import at_once


def test_who_is_signed_in(client: TestClient[Litestar]) -> None:
    assert call(client, "GET", "/api/session").status_code == 401
    sign_in(client, "editor_billing")
    session = call(client, "GET", "/api/session").json()
    assert session == {
        "tenant": HOME, "user": "editor_billing", "name": "editor", "roles": {"billing": ["editor"]},
        "desk": "editor_billing",
    }  # fmt: skip  # one answer, one thought
    assert call(client, "DELETE", "/api/session").status_code == 204
    assert call(client, "GET", "/api/session").status_code == 401


def test_the_cookie_is_new_at_every_sign_in_and_the_old_one_is_over(world: World, client: TestClient[Litestar]) -> None:
    client.cookies.set("session", "chosen-by-somebody-else")
    body = {"tenant": HOME, "user": "all"}
    answer = call(client, "POST", "/api/session", body)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    client.cookies.clear()
    first = answer.cookies["session"]
    assert first != "chosen-by-somebody-else"
    client.cookies.set("session", first)
    second = call(client, "POST", "/api/session", body).cookies["session"]
    assert second != first
    assert at_once(world.sessions.find(first)) is None
    assert at_once(world.sessions.find("chosen-by-somebody-else")) is None


def test_the_demo_offers_the_users_of_demo_tenants(client: TestClient[Litestar]) -> None:
    users = call(client, "GET", "/api/demo/users").json()
    assert {user["tenant"] for user in users} == {HOME, ABROAD}
    assert {"tenant", "user", "name", "roles", "contact_centers"} <= set(users[0])


def test_no_demo_sign_in_for_tenants_that_are_no_demo() -> None:
    with World(demo_tenants=False).client() as client:
        assert call(client, "GET", "/api/demo/users").json() == []
        answer = call(client, "POST", "/api/session", {"tenant": HOME, "user": "all"})
        assert answer.status_code == 404


def test_a_real_tenants_session_presses_no_demo_button() -> None:
    world = World(demo_tenants=False)
    with world.client() as client:
        client.cookies.set("session", at_once(world.sessions.begin(HOME, "all")))
        for button in ("take-over", "reset", "pull-the-plug"):
            body = {"agent": "agent"} if button == "take-over" else {}
            assert call(client, "POST", f"/api/demo/{button}", body).status_code == 404
        assert world.demo.pressed == []


@pytest.mark.parametrize("path", ["/api/session", "/api/demo/take-over", "/api/demo/reset", "/api/demo/pull-the-plug"])
def test_a_server_that_is_no_demo_has_no_demo_routes(path: str) -> None:
    with World(settings=Settings(demo=False)).client() as client:
        assert call(client, "POST", path, {"tenant": HOME, "user": "all"}).status_code == 404


def test_taking_over_a_desk_gives_its_powers_and_a_new_secret(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "viewer")
    before = client.cookies["session"]
    assert call(client, "GET", "/api/agents/me").status_code == 403
    answer = call(client, "POST", "/api/demo/take-over", {"agent": "agent"})
    assert answer.json()["desk"] == "agent"
    assert client.cookies["session"] != before
    assert at_once(world.sessions.find(before)) is None
    assert world.demo.pressed == [(HOME, "take-over agent")]
    call(client, "PUT", "/api/agents/me/presence", {"intent": "available"})
    assert world.runtime.events[-1] == (HOME, PresenceSet(agent="agent", intent="available"))
    assert world.sessions.desks(HOME) == {"agent"}
    assert call(client, "PUT", "/api/environments/billing/live", {"number": 1}).status_code == 403
    call(client, "POST", "/api/demo/take-over", {"agent": ""})
    assert call(client, "GET", "/api/agents/me").status_code == 403


def test_a_desk_has_one_session(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "viewer")
    call(client, "POST", "/api/demo/take-over", {"agent": "agent"})
    first = client.cookies["session"]
    sign_in(client, "editor")
    call(client, "POST", "/api/demo/take-over", {"agent": "agent"})
    assert world.sessions.desks(HOME) == {"agent"}
    session = at_once(world.sessions.find(first))
    assert session is not None
    assert session.desk == ""


@pytest.mark.parametrize("agent", ["nothing", "stranger"])
def test_only_an_agents_desk_can_be_taken_over(client: TestClient[Litestar], agent: str) -> None:
    sign_in(client, "all")
    assert call(client, "POST", "/api/demo/take-over", {"agent": agent}).status_code == 404


def test_an_agent_accepts_her_own_offer_only(world: World, client: TestClient[Litestar]) -> None:
    world.runtime.reservations[HOME, "mine"] = {"agent": "agent", "state": "pending"}
    world.runtime.reservations[HOME, "hers"] = {"agent": "all", "state": "pending"}
    sign_in(client, "agent")
    answer = call(client, "POST", "/api/reservations/mine/accept")
    assert answer.json() == {"reservation": "mine", "state": "accepted"}
    assert world.runtime.events[-1] == (HOME, OfferAccepted(reservation="mine", agent="agent"))
    others, unknown = (call(client, "POST", f"/api/reservations/{r}/accept") for r in ("hers", "unknown"))
    assert (others.status_code, others.content) == (404, unknown.content)


def test_a_withdrawn_role_counts_at_once(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "supervisor")
    assert call(client, "GET", "/api/users").status_code == 200
    user = {"name": "x", "directory_id": "demo", "object_id": "supervisor", "roles": {}}
    world.runtime.directories[HOME] = changed(world.runtime.directories[HOME], "user", "supervisor", user)
    assert call(client, "GET", "/api/users").status_code == 403
    world.runtime.directories[HOME] = changed(world.runtime.directories[HOME], "user", "supervisor", None)
    assert call(client, "GET", "/api/users").status_code == 401


def test_words_of_callers_are_joined_for_supervisors_only(world: World, client: TestClient[Litestar]) -> None:
    world.runtime.dialogues[HOME, "d1"] = {"dialogue": "d1"}
    world.look.rows[HOME, "d1"] = [{"pos": 1, "at_ms": 0, "facts": [["said", 1], ["heard", 2, "keys", "choice"]]}]
    world.look.words[HOME, "d1"] = {1: "Hello", 2: "4711"}
    expected = {"supervisor": {"1": "Hello", "2": "4711"}, "administrator": {"1": "Hello", "2": "4711"}, "viewer": {}}
    for user, words in expected.items():
        sign_in(client, user)
        assert call(client, "GET", "/api/dialogues/d1/trace").json()[0]["content"] == words


def test_a_switch_is_set_by_an_event_and_owned_by_who_set_it(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "supervisor")
    answer = call(client, "PUT", "/api/switches/emergency", {"on": True, "reason": "flood"})
    assert (answer.json()["on"], answer.json()["owner"], answer.json()["reason"]) == (True, "supervisor", "flood")
    assert type(world.runtime.events[-1][1]).__name__ == "DocumentPut"
