"""What of the floor is shown to whom: roles per contact center bind; and moments that are none."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.tenancy.change import changed
from tests.api.world import HOME, World, call, sign_in


@pytest.fixture
def dialogue(client: TestClient[Litestar]) -> str:
    body = {"address": "+442079460100", "channel": "voice"}
    found: str = call(client, "POST", f"/api/visit/{HOME}", body).json()["dialogue"]
    return found


def get(client: TestClient[Litestar], path: str) -> Any:
    answer = call(client, "GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("user", "centers"), [("supervisor", ["billing", "pharmacy", "spare"]), ("supervisor_billing", ["billing"])]
)
def test_the_floor_shows_what_one_leads(client: TestClient[Litestar], user: str, centers: list[str]) -> None:
    sign_in(client, user)
    floor = get(client, "/api/floor")
    assert [center["name"] for center in floor["contact_centers"]] == centers
    assert {name for agent in floor["agents"] for name in agent["contact_centers"]} == {"billing"}
    assert (floor["contact_centers_total"], floor["agents_total"]) == (len(centers), len(floor["agents"]))
    assert [one["name"] for one in get(client, "/api/floor?contact_center=billing")["contact_centers"]] == ["billing"]
    for place, status in (("pharmacy", 200 if len(centers) > 1 else 403), ("nowhere", 404)):
        assert call(client, "GET", f"/api/floor?contact_center={place}").status_code == status
    assert call(client, "GET", "/api/floor?limit=1001").status_code == 400


def test_agents_are_told_page_by_page(client: TestClient[Litestar]) -> None:
    sign_in(client, "supervisor")
    seen: list[str] = []
    page: dict[str, Any] = {"next": ""}
    while not seen or page["next"]:
        page = get(client, f"/api/floor?limit=2&agents_after={page['next']}")
        seen += [agent["agent"] for agent in page["agents"]]
        assert page["agents_total"] == 3
    assert seen == ["agent", "agent_billing", "all"]


def test_agents_of_other_contact_centers_are_not_shown(world: World, client: TestClient[Litestar]) -> None:

    there = {"name": "T", "directory_id": "d", "object_id": "t", "roles": {"": ["agent"]}}
    known = world.runtime.directories
    known[HOME] = changed(known[HOME], "user", "theirs", {**there, "memberships": {"pharmacy": {}}})
    sign_in(client, "supervisor_billing")
    assert "theirs" not in {agent["agent"] for agent in get(client, "/api/agents")}
    assert "theirs" not in {agent["agent"] for agent in get(client, "/api/floor")["agents"]}
    refused = call(client, "GET", "/api/agents/theirs/why")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "pharmacy" in refused.json()["detail"]
    sign_in(client, "supervisor")
    assert "theirs" in {agent["agent"] for agent in get(client, "/api/agents")}
    assert get(client, "/api/agents/theirs/why")["agent"] == "theirs"


def test_why_leaves_out_what_is_elsewhere(client: TestClient[Litestar], dialogue: str) -> None:
    sign_in(client, "supervisor_billing")
    assert [row["agent"] for row in get(client, f"/api/dialogues/{dialogue}/why")["agents"]] == ["billing"]
    assert [row["dialogue"] for row in get(client, "/api/agents/agent/why")["waiting"]] == ["billing"]
    sign_in(client, "supervisor")
    assert len(get(client, f"/api/dialogues/{dialogue}/why")["agents"]) == 2


@pytest.mark.parametrize("path", ["/api/dialogues/{}/why", "/api/agents/agent/why"])
def test_a_moment_has_its_offset(client: TestClient[Litestar], dialogue: str, path: str) -> None:
    sign_in(client, "supervisor")
    asked = path.format(dialogue)
    assert get(client, f"{asked}?at=2026-03-02T17:00:00.250Z")["at_ms"] == 1_772_470_800_250
    assert get(client, f"{asked}?at=2026-03-02T18:00:00%2B01:00")["at_ms"] == 1_772_470_800_000
    assert get(client, asked)["at_ms"] is None
    for wrong in ("yesterday", "2026-03-02T17:00:00"):
        answer = call(client, "GET", f"{asked}?at={wrong}")
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_value")
