"""The hook's door: signed bytes before all else, bounds, and answers that a sender who repeats can trust."""

import json
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from msgspec.structs import replace

from flowengine.errors import Conflict, EngineBug, LedgerError, NotHere, Overloaded
from flowengine.ledger.port import StoreFull
from tests.api.hook_sender import Sender, begins, does, raw
from tests.api.world import ABROAD, HOME, World, call, sign_in

BEGIN = begins("c1", "chat:home")


class Gate:
    def __init__(self, client: TestClient[Litestar], world: World) -> None:
        self.client, self.world = client, world
        sign_in(client, "administrator")
        made = call(client, "POST", "/api/hooks", {"name": "partner"})
        assert made.status_code == 201
        self.made = made.json()
        self.sender = Sender(self.made)
        client.cookies.clear()

    def send(self, body: bytes, path: str = "", **headers: str) -> Any:
        given = self.sender.signed(body, self.world.clock.ms // 1000) | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return self.client.request("POST", path or self.sender.path, content=body, headers=given)


@pytest.fixture
def gate(world: World, client: TestClient[Litestar]) -> Gate:
    return Gate(client, world)


def test_what_is_signed_is_taken_without_a_cookie_and_from_anywhere(gate: Gate) -> None:
    answer = gate.send(raw(BEGIN))
    assert (answer.status_code, answer.json()) == (200, {"dialogue": "d1", "over": False, "commands": []})
    tenant, hook, told = gate.world.hooks.taken[0]
    assert (tenant, hook, told.conversation, told.event_id) == (HOME, gate.made["id"], "c1", "begin")
    assert told.begin is not None
    assert told.begin.address == "chat:home"
    assert gate.send(raw({"conversation": "c1", "after": 0})).status_code == 200


def test_nobody_reads_a_body_before_its_signature_is_good(gate: Gate) -> None:
    """What no JSON reader would take is refused for its signature, and only then for itself."""
    for body in (b"{", b"a=b", b'{"a":1,"a":2}', b"\xff\xfe", b"[" * 5000):
        unsigned = gate.client.request(
            "POST", gate.sender.path, content=body, headers={"content-type": "application/json"}
        )
        assert (unsigned.status_code, unsigned.json()["code"]) == (401, "not_signed")
        assert gate.send(body, dialogue_signature="t=1,v1=" + "0" * 64).json()["code"] == "signed_when"
        assert gate.send(body).status_code in (400, 422)
    assert gate.world.hooks.taken == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"conversation": "c1"},
        {"conversation": "c1", "event_id": "e"},
        {"conversation": "c1", "event": {"type": "CallerHungUp"}},
        {"conversation": "c1", "event_id": "e", "after": 0},
        BEGIN | {"event": {"type": "CallerHungUp"}},
        BEGIN | {"tenant": ABROAD},
        BEGIN | {"dialogue": "d1"},
        BEGIN | {"conversation": "c" * 65},
        BEGIN | {"conversation": "../c"},
        BEGIN | {"event_id": ""},
        {"conversation": "c1", "after": -1},
        {"conversation": "c1", "after": True},
        {"conversation": "c1", "after": 10**30},
        begins("c1", ""),
        begins("c1", "a" * 201),
        [],
        "x",
        None,
    ],
)
def test_what_asks_for_nothing_or_for_too_much_is_refused(gate: Gate, told: Any) -> None:
    answer = gate.send(raw(told))
    assert answer.status_code == 400, answer.text
    assert answer.json()["detail"].endswith(".")
    assert gate.world.hooks.taken == []


def test_a_body_is_bounded_and_headers_that_decide_stand_once(gate: Gate) -> None:
    assert gate.send(b'{"conversation":"' + b"c" * 70_000 + b'"}').status_code == 413
    body = raw(BEGIN)
    good = gate.sender.signed(body, gate.world.clock.ms // 1000)
    twice = [*good.items(), ("dialogue-signature", good["dialogue-signature"])]
    doubled = gate.client.request("POST", gate.sender.path, content=body, headers=twice)
    assert (doubled.status_code, doubled.json()["code"]) in ((400, "header_twice"), (401, "not_signed"))
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""):
        assert gate.send(body, content_type=kind).status_code == 415
    assert gate.client.get(gate.sender.path).status_code in (404, 405)
    assert gate.client.put(gate.sender.path, content=body, headers=good).status_code in (404, 405)
    assert gate.world.hooks.taken == []


def test_another_address_is_another_request(gate: Gate) -> None:
    home, path = f"/{HOME}/", gate.sender.path
    for other in (path.replace(home, f"/{ABROAD}/"), path.replace(home, "/emea-nobody/"), path[:-1] + "g", path + "0"):
        assert gate.send(raw(BEGIN), other).status_code == 404
    assert gate.send(raw(BEGIN), path.replace("/relay/", "/webchat/")).status_code == 404
    assert gate.send(raw(BEGIN), path + "?x=1").status_code == 200, "what stands in a query is never read"
    assert gate.send(raw(BEGIN), host="evil.example").status_code == 421


@pytest.mark.parametrize(
    ("fault", "status", "code", "after"),
    [
        (Overloaded("Too much.", retry_after_s=7), 503, "overloaded", "7"),
        (LedgerError("Away."), 503, "store_unavailable", "2"),
        (StoreFull("Full."), 503, "store_unavailable", "2"),
        (TimeoutError(), 503, "store_unavailable", "2"),
        (NotHere(HOME), 503, "not_here", "1"),
        (EngineBug("Ours."), 503, "engine_bug", "2"),
        (Conflict("Not begun.", code="no_conversation"), 409, "no_conversation", None),
    ],
)
def test_our_faults_ask_to_send_it_again(gate: Gate, fault: Exception, status: int, code: str, after: Any) -> None:
    gate.world.hooks.fault = fault
    answer = gate.send(raw(does("c1", "e1", "TextReceived", text="Hello")))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers.get("retry-after") == after


def test_too_much_of_one_hook_is_asked_to_come_later() -> None:
    class Empty:
        def allows(self, key: str) -> bool:
            return False

    world = World()
    with world.client() as client:
        gate = Gate(client, world)
        client.app.state.hook_rate.allows = Empty().allows
        answer = gate.send(raw(BEGIN))
    assert (answer.status_code, answer.json()["code"]) == (503, "too_many")
    assert answer.headers["retry-after"]


def test_what_is_kept_for_later_is_answered_so(gate: Gate) -> None:
    gate.world.hooks.is_away = True
    answer = gate.send(raw(BEGIN))
    assert (answer.status_code, answer.json()) == (202, {"kept": True})


def test_administrators_see_every_hook_and_no_secret(gate: Gate) -> None:
    sign_in(gate.client, "administrator")
    listed = call(gate.client, "GET", "/api/hooks")
    assert [hook["name"] for hook in listed.json()] == ["partner"]
    assert gate.made["secret"] not in listed.text
    renewed = call(gate.client, "POST", f"/api/hooks/{gate.made['id']}/secrets").json()
    assert (renewed["secrets"], renewed["secret"] == gate.made["secret"]) == (2, False)
    assert call(gate.client, "DELETE", f"/api/hooks/{gate.made['id']}/secrets").json()["secrets"] == 1
    sign_in(gate.client, "administrator", ABROAD)
    assert call(gate.client, "GET", "/api/hooks").json() == []
    for method, path in (("POST", "/secrets"), ("DELETE", "/secrets"), ("DELETE", "")):
        assert call(gate.client, method, f"/api/hooks/{gate.made['id']}{path}").status_code == 404
    sign_in(gate.client, "administrator")
    assert call(gate.client, "DELETE", f"/api/hooks/{gate.made['id']}").status_code == 204
    assert gate.send(raw(BEGIN)).status_code == 404
    bad = call(gate.client, "POST", "/api/hooks", {"name": "x", "channel": "twilio"})
    assert bad.status_code == 400
    assert json.loads(bad.text)["code"] == "bad_request"


def test_what_an_older_version_may_not_know_is_made_when_there_is_none(gate: Gate) -> None:
    """A node that is silent takes nothing any more."""
    client, operations = gate.client, gate.world.operations
    sign_in(client, "administrator")
    operations.other = replace(operations.other, version="0.0.9")
    refused = call(client, "POST", "/api/hooks", {"name": "hasty", "repeats": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "several_versions")
    assert "(0.0.9, 0.1.0)" in refused.json()["detail"]
    assert [hook["name"] for hook in call(client, "GET", "/api/hooks").json()] == ["partner"]
    assert call(client, "POST", "/api/hooks", {"name": "patient"}).status_code == 201
    operations.other = replace(operations.other, state="silent")
    assert call(client, "POST", "/api/hooks", {"name": "hasty", "repeats": False}).status_code == 201
