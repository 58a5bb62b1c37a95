"""An API token opens what its role opens, in its places, and no more: asked at every route of the table."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.identity.tokens import DAY_MS, GRANTED
from flowengine.messages import DocumentPut
from tests.api.test_role_table import HTTP, Door
from tests.api.world import ABROAD, HOME, World, call, sign_in, token_in

OPENED = [route for route in HTTP if route.who not in ("public", "visitor", "signed", "operator")]


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


class TokenDoor(Door):
    """Knocks with a token only: no cookie, no Origin."""

    def knock_with(self, text: str, route: Any, **named: str) -> Any:
        self.client.cookies.clear()
        self.client.headers["authorization"] = f"Bearer {text}"
        try:
            return self.knock(route, "agent", **named)
        finally:
            del self.client.headers["authorization"]


@pytest.fixture
def door(client: TestClient[Litestar], world: World) -> TokenDoor:
    return TokenDoor(client, world)


@pytest.mark.parametrize("route", OPENED, ids=lambda route: f"{route.method} {route.path}")
def test_the_table_decides_for_tokens_too(door: TokenDoor, route: Any) -> None:
    for role in sorted(GRANTED):
        door.world.renew()
        door.dialogue = door.begin()
        text = token_in(door.world, HOME, role, "billing")[1]
        if route.everywhere:
            assert (refused := door.knock_with(text, route)).status_code == 403, (role, refused.text)
            text = token_in(door.world, HOME, role, "")[1]
        answer = door.knock_with(text, route)
        if route.person or route.demo:
            assert (answer.status_code, answer.json()["code"]) == (403, "token_not_here"), role
        elif route.who == "signed_in" or role in route.who:
            assert answer.status_code < 300, (role, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), role
        if route.within:
            assert door.knock_with(text, route, **{route.within: "pharmacy"}).status_code == 403, role


def read(client: TestClient[Litestar], text: str, path: str = "/api/environments/billing/flows/main") -> Any:
    return client.get(path, headers=bearer(text))


def test_each_refusal_is_a_sentence_with_its_way_out(world: World, client: TestClient[Litestar]) -> None:
    def refused(text: str) -> tuple[int, str]:
        answer = read(client, text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"].endswith(".")
        assert answer.json()["hint"]
        return answer.status_code, answer.json()["code"]

    token_id, text = token_in(world, HOME)
    assert read(client, text).status_code == 200
    assert refused(text[:-1] + ("A" if text[-1] != "A" else "B")) == (401, "token_unknown")
    assert refused("nonsense") == (401, "token_malformed")
    assert refused(token_in(world, HOME, "viewer", "pharmacy")[1]) == (403, "forbidden")
    assert refused(token_in(world, HOME, "report_viewer")[1]) == (403, "forbidden")
    world.clock.ms += 91 * DAY_MS
    assert refused(text) == (401, "token_expired")
    world.clock.ms -= 91 * DAY_MS
    sign_in(client, "administrator")
    assert call(client, "DELETE", f"/api/tokens/{token_id}").status_code == 204
    assert refused(text) == (401, "token_revoked")


def test_a_token_that_is_no_good_is_not_passed_over_for_a_cookie(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "all")
    assert read(client, "nonsense").status_code == 401
    answer = client.get("/api/environments", headers={"authorization": "Basic ZG9yYQ=="})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_malformed")
    # And the cookie's powers are not added to the token's.
    assert read(client, token_in(world, HOME)[1], "/api/users").status_code == 403


def test_a_change_by_token_needs_json_and_no_origin(world: World, client: TestClient[Litestar]) -> None:
    text = token_in(world, HOME, "editor")[1]
    path = "/api/environments/billing/releases"
    plain = client.post(path, content=b'{"message": "x"}', headers=bearer(text) | {"content-type": "text/plain"})
    assert (plain.status_code, plain.json()["code"]) == (415, "not_json")
    assert client.post(path, json={"message": "x"}, headers=bearer(text)).status_code == 201
    assert world.releases.numbers[HOME, "billing"][0]["author"] == "token:ci"
    foreign = client.post(path, json={"message": "x"}, headers=bearer(text) | {"origin": "https://evil.example"})
    assert (foreign.status_code, foreign.json()["code"]) == (403, "foreign_origin")


def test_another_tenants_token_sees_its_own_tenant_only(world: World, client: TestClient[Litestar]) -> None:
    theirs = token_in(world, ABROAD, "administrator")[1]
    assert {row["user"] for row in read(client, theirs, "/api/users").json()} == set(
        world.runtime.directories[ABROAD].users
    )
    world.runtime.dialogues[HOME, "d1"] = {"dialogue": "d1"}
    unknown, foreign = (read(client, theirs, f"/api/dialogues/{name}") for name in ("d0", "d1"))
    assert (foreign.status_code, foreign.content) == (404, unknown.content)


def test_the_text_is_shown_once(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator")
    made = call(client, "POST", "/api/tokens", {"name": "ci", "role": "editor", "environments": ["billing"], "days": 7})
    assert made.status_code == 201
    assert read(client, made.json()["token"]).status_code == 200
    listed = call(client, "GET", "/api/tokens")
    assert [row["id"] for row in listed.json()] == [made.json()["id"]]
    secret = made.json()["token"].split("_", 2)[2]
    assert secret not in listed.text
    assert "hash" not in listed.text
    assert {author for _, author in world.token_store.kept.values()} == {"administrator"}


def test_nobody_gives_more_than_the_own_rights(world: World, client: TestClient[Litestar]) -> None:
    token_in(world, HOME, "viewer", "pharmacy")
    sign_in(client, "administrator_billing")
    for environments in ([], ["pharmacy"], ["billing", "front_door"]):
        body = {"name": "ci", "role": "editor", "environments": environments}
        assert call(client, "POST", "/api/tokens", body).status_code == 403
    assert call(client, "GET", "/api/tokens").json() == []
    other = next(key for tenant, key in world.token_store.kept if tenant == HOME)
    assert call(client, "DELETE", f"/api/tokens/{other}").status_code == 404
    assert (
        call(client, "POST", "/api/tokens", {"name": "a", "role": "editor", "environments": ["x"]}).status_code == 404
    )
    assert not [event for _, event in world.runtime.events if isinstance(event, DocumentPut)]
