"""A flow's dialogues and its traffic over the API: what may be asked, and what is answered to what may not."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.interpreter.state import Dialogue, Ended
from flowengine.messages import derive_id
from flowengine.messages.stamp import Stamp
from tests.api.world import ABROAD, HOME, World, sign_in

FLOW = "/api/environments/billing/flows/main"
MENU, END = "billing/main/menu", "billing/main/end"


def kept(world: World, tenant: str, **more: Any) -> Dialogue:
    """A dialogue of half an hour ago, ended by the flow."""
    at_ms = world.clock.ms - 1_800_000
    named = {"ended": Ended("completed", "in_flow", "flow"), "visits": {MENU: 1, END: 1}, **more}
    name = derive_id(Stamp("1", at_ms, bytes(16)), len(world.reports.passed.get(tenant, [])))
    made = Dialogue(name, "phone", "voice", "+442079460100", at_ms, status="ended", ended_ms=at_ms + 9_000, **named)
    world.reports.passed.setdefault(tenant, []).append((made, [("went", MENU, "1")]))
    return made


@pytest.fixture
def viewer(client: TestClient[Litestar]) -> TestClient[Litestar]:
    sign_in(client, "viewer_billing")
    return client


def test_the_list_tells_no_word_of_the_caller(viewer: TestClient[Litestar], world: World) -> None:
    one = kept(world, HOME, releases={"billing": 3}, language="en")
    kept(world, ABROAD)
    assert viewer.get(f"{FLOW}/dialogues").json() == {
        "dialogues": [
            {
                "id": one.id, "channel": "voice", "address": "+442079460100", "status": "ended", "ended": "self_served",
                "started_ms": one.started_ms, "ended_ms": one.ended_ms, "contact_center": "", "language": "en",
                "release": 3, "steps": 2, "stands": "end", "test": False,
            }
        ],
        "next": "", "looked_at": 1,
    }  # fmt: skip  # a row reads better filled


def test_traffic_is_of_today_where_nothing_else_is_asked(viewer: TestClient[Litestar], world: World) -> None:
    kept(world, HOME)
    kept(world, HOME, test=True)
    kept(world, HOME, test=True)
    answer = viewer.get(f"{FLOW}/traffic").json()
    assert answer["dialogues"] == 1
    assert answer["steps"]["menu"]["ways"] == {"1": {"times": 1, "dialogues": 1, "dropped": 0}}
    assert viewer.get(f"{FLOW}/traffic", params={"from": "2020-01-01", "to": "2020-01-02"}).json()["dialogues"] == 0
    assert viewer.get(f"{FLOW}/traffic", params={"tests": "true"}).json()["dialogues"] == 2
    assert len(viewer.get(f"{FLOW}/dialogues").json()["dialogues"]) == 1
    assert len(viewer.get(f"{FLOW}/dialogues", params={"tests": "true"}).json()["dialogues"]) == 2


@pytest.mark.parametrize(
    ("path", "query", "status", "said"),
    [
        ("traffic", {"from": "2026-03-02", "to": "2026-03-01"}, 400, "The end is not after the beginning."),
        ("traffic", {"from": "yesterday"}, 400, "“yesterday” is not a day or a moment."),
        ("dialogues", {"step": "Main menu"}, 400, "“Main menu” is no step."),
        ("dialogues", {"outcome": "1"}, 400, "Of which step?"),
        ("dialogues", {"ended": "badly"}, 400, ""),
        ("dialogues", {"limit": "5000"}, 400, ""),
        ("dialogues", {"channel": "fax"}, 400, ""),
    ],
    ids=str,
)
def test_what_cannot_be_asked(
    viewer: TestClient[Litestar], path: str, query: dict[str, str], status: int, said: str
) -> None:
    answer = viewer.get(f"{FLOW}/{path}", params=query)
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]


def test_a_place_that_is_none(client: TestClient[Litestar]) -> None:
    sign_in(client, "viewer")
    answer = client.get("/api/environments/nowhere/flows/main/traffic")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
