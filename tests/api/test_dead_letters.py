"""The operator lists dead letters of every tenant, has one done again, drops another; nothing tells what they say."""

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.api.world import HOME, OPERATOR_KEY, World, call

KEY = f"Bearer {OPERATOR_KEY}"
ONE, TWO = (f"/api/operations/tenants/{HOME}/dead/{n}" for n in (1, 2))


def test_they_are_listed_without_what_they_say(client: TestClient[Litestar]) -> None:
    answer = call(client, "GET", "/api/operations/dead", authorization=KEY)
    found = answer.json()
    assert [(one["tenant"], one["seq"], one["erased"]) for one in found["letters"]] == [
        (HOME, 1, False),
        (HOME, 2, True),
    ]
    assert (found["letters"][0]["error"], found["more"]) == ("KeyError at menu.py:7", False)
    assert "4711" not in answer.text


def test_one_is_done_again_and_one_dropped(world: World, client: TestClient[Litestar]) -> None:
    done = call(client, "POST", f"{ONE}/again", {"event_id": "e1"}, authorization=KEY)
    assert (done.status_code, done.json()) == (200, {"done": "done"})
    assert call(client, "POST", f"{TWO}/drop", {"event_id": "e2"}, authorization=KEY).status_code == 204
    assert world.dead.letters == {}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{ONE}/again", {"event_id": "e2"}, 404),
        (f"{ONE}/drop", {}, 400),
        (f"{ONE[:-1]}0/drop", {"event_id": "e1"}, 400),
    ],
    ids=["a number that is another letter's by now", "without an id", "no number"],
)
def test_what_is_not_meant_is_refused(
    world: World, client: TestClient[Litestar], path: str, body: dict[str, str], status: int
) -> None:
    assert call(client, "POST", path, body, authorization=KEY).status_code == status
    assert call(client, "POST", f"{ONE}/drop", {"event_id": "e1"}).status_code == 401, "nobody but the operator"
    assert len(world.dead.letters) == 2
