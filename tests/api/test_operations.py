"""The operator looks at the cell, empties a node, moves a shard; a node speaks for itself only."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.api.world import HOME, OPERATOR_KEY, World, call

KEY = f"Bearer {OPERATOR_KEY}"
CELL, ONE = "/api/operations", "/api/operations/nodes/one"


def test_the_cell_is_told_with_its_nodes_shards_and_store(client: TestClient[Litestar]) -> None:
    answer = call(client, "GET", CELL, authorization=KEY)
    cell = answer.json()
    assert (cell["node"], cell["region"]) == ("one", "EMEA")
    assert [(node["node"], node["state"]) for node in cell["nodes"]] == [("one", "up"), ("two", "draining")]
    assert [(shard["shard"], shard["state"]) for shard in cell["shards"]] == [(7, "held"), (9, "moving"), (11, "free")]
    assert cell["store"] == {"kind": "memory", "bytes": 2048, "schema": 4, "days": 0, "oldest_ms": None}
    assert HOME not in answer.text


def test_a_node_is_emptied_and_takes_part_again(world: World, client: TestClient[Litestar]) -> None:
    assert call(client, "GET", ONE, authorization=KEY).json()["not_ready"] == []
    drained = call(client, "POST", f"{ONE}/drain", authorization=KEY)
    assert (drained.status_code, drained.json()["draining"], drained.json()["shards"]) == (202, True, 0)
    assert client.get("/readyz").status_code == 503
    resumed = call(client, "POST", f"{ONE}/resume", authorization=KEY)
    assert (resumed.status_code, resumed.json()["draining"]) == (202, False)
    assert world.operations.asked == ["drain", "resume"]


def test_a_shard_moves_if_the_node_has_it(world: World, client: TestClient[Litestar]) -> None:
    assert call(client, "POST", f"{ONE}/shards/7/release", authorization=KEY).json()["shards"] == 0
    again = call(client, "POST", f"{ONE}/shards/7/release", authorization=KEY)
    assert (again.status_code, again.json()["detail"]) == (409, "one does not own shard 7.")
    assert world.operations.asked == ["release 7"]


REFUSED: list[tuple[str, str, int]] = [
    ("GET", "/api/operations/nodes/elsewhere", 404),
    ("POST", "/api/operations/nodes/elsewhere/drain", 404),
    ("POST", f"{ONE}/shards/256/release", 400),
    ("POST", f"{ONE}/shards/many/release", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), REFUSED)
def test_what_is_not_there_is_refused(
    world: World, client: TestClient[Litestar], method: str, path: str, status: int
) -> None:
    answer: Any = call(client, method, path, authorization=KEY)
    assert answer.status_code == status, answer.text
    assert world.operations.asked == []
