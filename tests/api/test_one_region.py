"""Nothing crosses regions: whatever names another region's tenant is answered 421 with that region's name."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.exceptions import WebSocketDisconnect
from litestar.testing import TestClient

from flowengine.api.cookie import SESSION
from tests.api.world import HOME, World, call, sign_in

THERE = "nora-acme"
ASKED: list[tuple[str, str, Any]] = [
    ("POST", "/api/session", {"tenant": THERE, "user": "all"}),
    ("POST", f"/api/visit/{THERE}", {"address": "+442079460100", "channel": "voice"}),
    ("POST", f"/api/visit/{THERE}/events", {"event_id": "1", "event": {"type": "KeyPressed", "key": "1"}}),
]


@pytest.mark.parametrize(("method", "path", "body"), ASKED, ids=["sign-in", "visit", "event"])
def test_a_request_for_another_region_is_refused_by_name(
    world: World, client: TestClient[Litestar], method: str, path: str, body: Any
) -> None:
    answer = call(client, method, path, body)
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_region")
    assert answer.json()["detail"] == "The tenant nora-acme is of NORA, and this deployment serves EMEA."
    assert "NORA" in answer.json()["hint"]
    assert world.runtime.events == []


def test_a_cookie_of_another_region_opens_nothing(client: TestClient[Litestar]) -> None:
    client.cookies.set(SESSION, f"{THERE}.{'x' * 27}")
    assert call(client, "GET", "/api/users").status_code == 421
    assert call(client, "GET", "/readyz").status_code == 200, "who asks for no tenant is answered"
    sign_in(client, "all", HOME)
    assert call(client, "GET", "/api/users").status_code == 200


def test_a_socket_of_another_region_is_closed(client: TestClient[Litestar]) -> None:
    path, origin = f"/api/visit/{THERE}/stream?ticket=x", {"Origin": "http://127.0.0.1:8080"}
    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect(path, headers=origin):
        pytest.fail("it is open")
    assert "of NORA" in str(closed.value.detail)


def test_a_tenant_file_of_another_region_changes_nothing(client: TestClient[Litestar]) -> None:
    sign_in(client, "administrator")
    file = call(client, "GET", "/api/directory").json()
    file["tenant"] |= {"id": THERE, "region": "NORA"}
    answer = call(client, "PUT", "/api/directory", file)
    assert answer.status_code in (409, 421, 422)
    assert "of NORA; nothing crosses" in answer.text
