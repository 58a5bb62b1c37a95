"""/api/environments/…/releases: what a request becomes, and what a person may not ask for."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.environments.publishing import Order
from flowengine.messages import ReleaseMadeLive, ReleaseRetired
from tests.api.world import HOME, World, call, sign_in

FRONT = "/api/environments/front_door"


def asked(world: World) -> Any:
    return world.releases.asked[-1].what


def test_publishing_takes_all_that_the_contract_names(client: TestClient[Litestar], world: World) -> None:
    sign_in(client, "editor")
    body = {"message": "m", "force_reason": "r", "canary_percent": 12.5, "users": ["billing"]}
    answer = call(client, "POST", f"{FRONT}/releases", body)
    assert (answer.status_code, answer.json()) == (201, {"number": 1, "users": []})
    assert asked(world) == Order("m", "r", 12.5, ("billing",), frozenset({"billing", "pharmacy", "spare"}))


def test_whom_somebody_may_bring_along_follows_from_the_roles_held_there(
    client: TestClient[Litestar], world: World
) -> None:
    sign_in(client, "editor_billing")
    call(client, "POST", "/api/environments/billing/releases", {"message": "m"})
    assert asked(world).allowed == frozenset({"billing"})


def test_a_dry_run_answers_200_and_needs_no_message(client: TestClient[Litestar], world: World) -> None:
    sign_in(client, "editor")
    answer = call(client, "POST", f"{FRONT}/releases", {"dry_run": True, "users": "all"})
    assert answer.status_code == 200
    assert set(answer.json()) == {"findings", "failing", "changes", "uses", "users"}
    assert (asked(world).users, world.releases.numbers) == ("all", {})


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("/releases", "POST", {"message": "m", "canary_percent": 101}),
        ("/releases", "POST", {"message": "m", "canary_percent": -1}),
        ("/releases", "POST", {"message": "m", "users": 7}),
        ("/live", "PUT", {"number": 1, "canary_percent": 200}),
        ("/live", "PUT", {"number": "one"}),
        ("/releases/1/retire", "POST", {"to": "two"}),
        ("/releases/1/retire", "POST", {"unknown": True}),
        ("/releases/1/restore", "POST", {"base": 3}),
    ],
)
def test_what_is_not_in_the_contract_is_refused(
    client: TestClient[Litestar], world: World, path: str, method: str, body: Any
) -> None:
    world.releases.numbers[HOME, "front_door"] = [{"number": 1}]
    sign_in(client, "editor")
    assert call(client, method, FRONT + path, body).status_code == 400
    assert world.releases.asked == []


@pytest.mark.parametrize("percent", [None, 0, 40, 100])
def test_live_takes_a_share(client: TestClient[Litestar], world: World, percent: float | None) -> None:
    world.releases.numbers[HOME, "front_door"] = [{"number": 1}]
    sign_in(client, "editor")
    body = {"number": 1} if percent is None else {"number": 1, "canary_percent": percent, "unretire": True}
    assert call(client, "PUT", f"{FRONT}/live", body).status_code == 200
    wanted = ReleaseMadeLive(environment="front_door", number=1, canary_percent=percent, unretire=percent is not None)
    assert asked(world) == wanted


def test_retiring_names_release_and_queue(client: TestClient[Litestar], world: World) -> None:
    world.releases.numbers[HOME, "front_door"] = [{"number": 1}]
    sign_in(client, "editor")
    answer = call(client, "POST", f"{FRONT}/releases/1/retire", {"to": 2, "queue": "billing", "dry_run": True})
    assert answer.status_code == 200
    assert asked(world) == (ReleaseRetired(environment="front_door", number=1, to=2, queue="billing"), True)
    call(client, "POST", f"{FRONT}/releases/1/retire", {})
    assert asked(world) == (ReleaseRetired(environment="front_door", number=1), False)


def test_a_comparison_is_of_live_and_draft_unless_told_otherwise(client: TestClient[Litestar]) -> None:
    sign_in(client, "viewer")
    assert call(client, "GET", f"{FRONT}/diff").json() == {"from": "live", "to": "draft", "files": []}
    assert call(client, "GET", f"{FRONT}/diff?from=1&to=2").json() == {"from": "1", "to": "2", "files": []}
