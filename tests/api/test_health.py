"""Probes: alive, started, ready, each with its reasons; asked by address, without a key, and silent of tenants."""

import pytest

from tests.api.world import HOME, World

PATHS = ("/livez", "/startupz", "/readyz")


def test_a_server_that_starts_lives_and_is_not_ready() -> None:
    world = World()
    world.health.started = False
    with world.client() as client:
        assert [client.get(path).status_code for path in PATHS] == [200, 503, 503]
        world.health.started = True
        assert [client.get(path).status_code for path in PATHS] == [200, 200, 200]
        assert client.get("/readyz").json() == {"status": "ok", "reasons": []}
        assert client.get("/api/health").json() == {"status": "ok"}


def test_each_reason_is_told_and_no_tenant_is() -> None:
    world = World()
    world.health.draining = world.node.store_away = True
    world.failures += [f"The shard of {HOME} has another owner."] * 2
    with world.client() as client:
        answer = client.get("/readyz")
        assert client.get("/livez").status_code == 200, "none of it is mended by a new process"
    assert answer.status_code == 503
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["draining", "ledger_away", "shards_not_served"]
    assert answer.json()["reasons"][2]["detail"] == "2 shards of this node cannot be served."
    assert HOME not in answer.text


@pytest.mark.parametrize("path", PATHS)
def test_a_probe_asks_by_address(path: str) -> None:
    world = World()
    with world.client() as client:
        assert client.get(path, headers={"Host": "10.1.2.3:8080"}).status_code == 200
        assert client.get("/api/health", headers={"Host": "10.1.2.3:8080"}).status_code == 421


def test_a_node_that_owns_nothing_and_cannot_see_its_cell_takes_no_work() -> None:
    world = World()
    world.is_ready = False
    with world.client() as client:
        answer = client.get("/readyz")
    assert (answer.status_code, [reason["code"] for reason in answer.json()["reasons"]]) == (503, ["ledger_away"])
