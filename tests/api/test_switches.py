"""/api/switches: ends as moments, owners from the session, and what cannot be set from here."""

from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.moment import ms_of, text_of
from flowengine.errors import RequestRefused
from tests.api.world import HOME, World, call, sign_in

SWITCH = "/api/switches/emergency"


def put_down(world: World) -> Any:
    return msgspec.json.decode(world.runtime.events[-1][1].body)  # type: ignore[union-attr]  # it is a DocumentPut


def test_a_switch_has_owner_reason_and_end(client: TestClient[Litestar], world: World) -> None:
    sign_in(client, "supervisor")
    body = {"on": True, "reason": "flood", "text": "We are flooded", "until": "2033-05-18T05:33:20+02:00"}
    answer = call(client, "PUT", SWITCH, body)
    shown = {
        "name": "emergency", "on": True, "is_on": True, "text": "We are flooded", "reason": "flood",
        "owner": "supervisor", "until": "2033-05-18T03:33:20Z", "needs_reason": False,
    }  # fmt: skip  # one switch reads as one
    assert answer.json() == shown
    assert call(client, "GET", SWITCH).json() == shown
    assert call(client, "GET", "/api/switches").json() == [shown]
    assert put_down(world)["until_ms"] == 2_000_000_000_000


def test_what_is_said_about_it_in_the_directory_stays(client: TestClient[Litestar], world: World) -> None:
    directory = world.runtime.directories[HOME]
    switch = msgspec.structs.replace(directory.switches["emergency"], needs_reason=True)
    world.runtime.directories[HOME] = msgspec.structs.replace(directory, switches={"emergency": switch})
    sign_in(client, "supervisor")
    assert call(client, "PUT", SWITCH, {"on": True, "reason": "flood"}).json()["needs_reason"] is True
    answer = call(client, "PUT", SWITCH, {"on": False})
    assert (answer.status_code, answer.json()["code"]) == (400, "reason_needed")
    assert answer.json()["detail"] == "“emergency” is set with a reason only."
    assert call(client, "GET", SWITCH).json()["on"] is True


@pytest.mark.parametrize("until", ["tomorrow", "2033-05-18T05:33:20", "2033-05-18", "", "32:00"])
def test_an_end_without_an_offset_is_refused(client: TestClient[Litestar], world: World, until: str) -> None:
    sign_in(client, "supervisor")
    answer = call(client, "PUT", SWITCH, {"on": True, "until": until})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_value")
    assert world.runtime.events == []


@pytest.mark.parametrize("at_ms", [0, 1_772_445_600_000, 1_772_445_600_123])
def test_moments_come_back_as_they_went(at_ms: int) -> None:
    assert ms_of(text_of(at_ms)) == at_ms


def test_a_moment_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(RequestRefused):
        ms_of("0000-00-00T00:00:00Z")
