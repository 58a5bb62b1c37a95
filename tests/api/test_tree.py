"""/api/tree: what a person may read and write of it, by environment."""

from litestar import Litestar
from litestar.testing import TestClient

from flowengine.api.services import Author
from flowengine.environments.files import Change
from tests.api.world import FLOW, HOME, World, call, sign_in

CHANGE = {"document": FLOW, "base": "*"}


def test_the_tree_is_filtered_by_place(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "viewer")
    everything = {f"{name}/main/flow.json" for name in ("front_door", "billing", "pharmacy")}
    assert set(call(client, "GET", "/api/tree").json()["files"]) == {"tenant.json", *everything}
    sign_in(client, "viewer_billing")
    assert set(call(client, "GET", "/api/tree").json()["files"]) == {"tenant.json", "billing/main/flow.json"}
    assert set(call(client, "GET", "/api/tree?environment=billing").json()["files"]) >= {"billing/main/flow.json"}
    for other in ("pharmacy", "unknown"):
        assert call(client, "GET", f"/api/tree?environment={other}").status_code == 403


def test_names_of_people_are_for_those_who_lead_them(world: World, client: TestClient[Litestar]) -> None:
    for user, people in {"viewer": False, "editor": False, "supervisor": True, "supervisor_billing": False}.items():
        sign_in(client, user)
        tenant = call(client, "GET", "/api/tree").json()["files"]["tenant.json"]
        assert tenant["document"] == {"people": people}, user


def test_every_environment_that_is_written_needs_the_role(world: World, client: TestClient[Litestar]) -> None:
    sign_in(client, "editor_billing")
    path = "billing/main/flow.json"
    answer = call(client, "PUT", "/api/tree", {"files": {path: CHANGE, "pharmacy/main/flow.json": CHANGE}})
    assert answer.status_code == 403
    assert "pharmacy" in answer.json()["detail"]
    assert world.editor.written == []
    answer = call(client, "PUT", "/api/tree", {"files": {path: CHANGE}})
    assert answer.json() == {"files": {path: {"status": "written", "hash": ""}}, "applied": True}
    assert world.editor.written == [(Author(HOME, "editor_billing"), {path: Change(FLOW, "*")}, False)]


def test_a_conflict_and_a_dry_run_apply_nothing(client: TestClient[Litestar]) -> None:
    sign_in(client, "editor")
    path = "billing/main/flow.json"
    stale = call(client, "PUT", "/api/tree", {"files": {path: CHANGE | {"base": "old"}}})
    assert stale.json() == {"files": {path: {"status": "conflict", "hash": ""}}, "applied": False}
    dry = call(client, "PUT", "/api/tree", {"files": {path: CHANGE}, "dry_run": True})
    assert dry.json()["applied"] is False
