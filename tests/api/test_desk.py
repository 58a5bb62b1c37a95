"""/api/agents/me and /api/reservations: what a desk is told, and what it hands on to the floor."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.messages import DevicePresenceReported, HoldSet, WorkNoted, WorkTransferred, WrapUpEnded
from tests.api.world import HOME, World, call, sign_in


def test_a_desk_knows_as_whom_it_answers_and_where_callers_may_go(client: TestClient[Litestar], world: World) -> None:
    sign_in(client, "agent_billing")
    me = call(client, "GET", "/api/agents/me").json()
    assert me["away_reasons"] == {"lunch": "Lunch"}
    (billing,) = me["contact_centers"]
    assert (billing["name"], billing["title"], billing["dispositions"]) == ("billing", "Billing", {"sold": "Sold"})
    assert {center["name"] for center in me["transfer"]["contact_centers"]} == {"billing", "pharmacy", "spare"}
    agents = me["transfer"]["agents"]
    assert {"agent": "agent", "name": "agent", "state": "idle"} in agents
    assert "agent_billing" not in {agent["agent"] for agent in agents}


ACTS: dict[str, tuple[Any, Any]] = {
    "hold": ({"held": True}, HoldSet(reservation="r1", agent="agent", held=True)),
    "transfer": (
        {"contact_center": "billing", "skills": {"dutch": 50}, "keep_age": False},
        WorkTransferred(
            reservation="r1", agent="agent", contact_center="billing", skills={"dutch": 50}, keep_age=False
        ),
    ),
    "note": (
        {"disposition": "sold", "note": "Twice"},
        WorkNoted(reservation="r1", agent="agent", disposition="sold", note="Twice"),
    ),
    "wrap-up": ({"note": "Done"}, WrapUpEnded(reservation="r1", agent="agent", note="Done")),
}


@pytest.mark.parametrize(("act", "body", "event"), [(name, *row) for name, row in ACTS.items()], ids=ACTS)
def test_what_an_agent_does_becomes_an_event(
    client: TestClient[Litestar], world: World, act: str, body: Any, event: Any
) -> None:
    world.runtime.reservations[HOME, "r1"] = {"agent": "agent", "state": "connected"}
    sign_in(client, "agent")
    answer = call(client, "POST", f"/api/reservations/r1/{act}", body)
    assert answer.status_code == 200
    assert world.runtime.events[-1] == (HOME, event)


BAD: dict[str, tuple[str, Any]] = {
    "a hold that says nothing": ("hold", {}),
    "a hold of a word": ("hold", {"held": "yes"}),
    "an unknown field": ("transfer", {"to": "billing"}),
    "a level that is no number": ("transfer", {"contact_center": "billing", "skills": {"dutch": "high"}}),
    "a note that is a book": ("note", {"note": "x" * 4001}),
    "a disposition that is a book": ("wrap-up", {"disposition": "x" * 65}),
}


@pytest.mark.parametrize(("act", "body"), BAD.values(), ids=BAD)
def test_what_is_malformed_is_refused_before_the_floor(
    client: TestClient[Litestar], world: World, act: str, body: Any
) -> None:
    world.runtime.reservations[HOME, "r1"] = {"agent": "agent", "state": "connected"}
    sign_in(client, "agent")
    assert call(client, "POST", f"/api/reservations/r1/{act}", body).status_code == 400
    assert world.runtime.events == []


@pytest.mark.parametrize("act", ACTS)
def test_what_is_another_desks_is_not_found(client: TestClient[Litestar], world: World, act: str) -> None:
    world.runtime.reservations[HOME, "r1"] = {"agent": "all", "state": "connected"}
    sign_in(client, "agent")
    assert call(client, "POST", f"/api/reservations/r1/{act}", ACTS[act][0]).status_code == 404


def test_what_is_sent_again_under_its_key_has_the_effect_of_once(client: TestClient[Litestar], world: World) -> None:
    """Also when the first sending was done by a server that died before it answered, and the work is over by it."""
    world.runtime.reservations[HOME, "r1"] = {"agent": "agent", "state": "connected"}
    sign_in(client, "agent")

    def sent(act: str, key: str = "") -> Any:
        return call(client, "POST", f"/api/reservations/r1/{act}", {"note": "x"}, idempotency_key=key)

    assert [sent(act, key).status_code for act, key in (("note", "k1"), ("note", "k1"), ("wrap-up", "k2"))] == [200] * 3
    world.runtime.reservations.clear()
    again = sent("wrap-up", "k2")
    assert (again.status_code, again.json()["state"]) == (200, "over")
    assert [type(event) for _, event in world.runtime.events] == [WorkNoted, WrapUpEnded]
    fresh, bare = sent("note", "k3"), sent("note")
    assert (fresh.status_code, fresh.content) == (404, bare.content)
    assert sent("note", "a b").status_code == 400


def test_a_key_is_its_agents_own(client: TestClient[Litestar], world: World) -> None:
    for agent in ("agent", "all"):
        sign_in(client, agent)
        assert call(client, "POST", "/api/agents/me/sign-in", idempotency_key="k").status_code == 200
    assert len(world.runtime.events) == 2


def test_a_device_reports_what_its_owner_does(client: TestClient[Litestar], world: World) -> None:
    sign_in(client, "supervisor")
    body = {"presence": "device_busy", "expires_s": 60}
    assert call(client, "PUT", "/api/agents/agent/devices/phone", body).status_code == 200
    event = DevicePresenceReported(agent="agent", device="phone", presence="device_busy", expires_s=60)
    assert world.runtime.events[-1] == (HOME, event)
    assert call(client, "PUT", "/api/agents/nothing/devices/phone", body).status_code == 404
    assert call(client, "PUT", "/api/agents/agent/devices/phone", {"presence": "asleep"}).status_code == 400
