"""Schedule exceptions: set with a reason, owned by whoever set them, refused in one sentence, seen at once."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.api.world import HOME, World, call, sign_in

PATH = "/api/environments/billing/schedules/emergency/exceptions"


def test_they_are_set_and_read(client: TestClient[Litestar], world: World) -> None:
    sign_in(client, "supervisor")
    assert call(client, "GET", PATH).json() == {"days": {}, "reason": "", "owner": ""}
    body = {"days": {"2026-11-30": [], "2026-12-01": ["10:00-12:00"]}, "reason": "moving house"}
    assert call(client, "PUT", PATH, body).status_code == 200
    assert call(client, "GET", PATH).json() == {**body, "owner": "supervisor"}
    assert world.runtime.directories[HOME].exceptions["billing/emergency"].days["2026-11-30"] == ()


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no reason": ({"days": {}, "reason": ""}, "reason"),
    "no day": ({"days": {"30-11-2026": []}, "reason": "x"}, "days"),
    "a day that never comes": ({"days": {"2026-02-30": []}, "reason": "x"}, "No calendar has"),
    "no range": ({"days": {"2026-11-30": ["10-12"]}, "reason": "x"}, "days"),
    "ends before it begins": ({"days": {"2026-11-30": ["12:00-10:00"]}, "reason": "x"}, "ends before it begins"),
}


@pytest.mark.parametrize(("body", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_malformed_changes_nothing(client: TestClient[Litestar], body: dict[str, Any], words: str) -> None:
    sign_in(client, "supervisor")
    answer = call(client, "PUT", PATH, body)
    assert answer.status_code in (400, 409), answer.text
    assert words in answer.text
    assert call(client, "GET", PATH).json()["days"] == {}


def test_a_schedule_that_is_not_there(client: TestClient[Litestar]) -> None:
    sign_in(client, "supervisor")
    answer = call(client, "GET", "/api/environments/billing/schedules/other/exceptions")
    assert answer.status_code == 404
