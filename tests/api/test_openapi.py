"""The description is whole: every route, its parameters, answers, security and reason."""

from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from flowengine.identity.routes import ROUTES
from tests.api.world import call

PAGES = {"/", "/{path}", "/assets/{path}", "/api/openapi.json"}
DESCRIBED = [route for route in ROUTES if route.method != "WS" and route.path not in PAGES]


@pytest.fixture
def description(client: TestClient[Litestar]) -> Any:
    answer = call(client, "GET", "/api/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def test_every_route_is_described(description: Any) -> None:
    for route in DESCRIBED:
        operation = description["paths"][route.path][route.method.lower()]
        assert operation["summary"], route
        assert len(operation["description"]) > 10, route
        assert operation["tags"], route
        assert operation["x-why"] == route.why
        assert bool(operation["security"]) == (route.who != "public")
        assert any(status.startswith("2") for status in operation["responses"])
        problem = operation["responses"]["404"]["content"]["application/problem+json"]
        assert problem["schema"]["$ref"] == "#/components/schemas/Problem"
        named = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
        assert named == {part[1:-1] for part in route.path.split("/") if part.startswith("{")}, route
    assert sum(len(operations) for operations in description["paths"].values()) == len(DESCRIBED)
    assert [socket["path"] for socket in description["x-websockets"]] == [r.path for r in ROUTES if r.method == "WS"]


def test_operations_have_ids_of_their_own(description: Any) -> None:
    ids = [
        operation["operationId"] for operations in description["paths"].values() for operation in operations.values()
    ]
    assert len(ids) == len(set(ids))


def test_every_reference_leads_somewhere(description: Any) -> None:
    known = set(description["components"]["schemas"])

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                assert value["$ref"].removeprefix("#/components/schemas/") in known
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)

    walk(description)
