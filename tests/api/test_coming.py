"""Routes that come later: the first answer without them, a request for another waits, and all of them are told."""

import asyncio
import re
from typing import Any

import pytest
from litestar import Litestar, get

from flowengine.api.app import coming_of, routes_of
from flowengine.api.coming import register
from flowengine.errors import EngineBug
from flowengine.identity.routes import ROUTES
from tests.api.world import World


async def asked(app: Litestar, path: str) -> int:
    """The status of a GET, by a browser of this machine."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1:8080")]
    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8080), "scheme": "http",
        "http_version": "1.1", "root_path": "", "asgi": {"version": "3.0"}, "extensions": {},
    }  # fmt: skip  # a table
    await app(scope, receive, send)  # type: ignore[arg-type]  # as a server calls it
    status: int = sent[0]["status"]
    return status


def test_the_first_routes_answer_before_the_others_are_made() -> None:
    app = World().young_app()
    assert asyncio.run(asked(app, "/api/health")) == 200
    assert len(routes_of(app)) < len(ROUTES) / 4


def test_a_request_for_a_later_route_waits_for_it_and_all_are_made_once() -> None:
    async def life(app: Litestar) -> list[int]:
        return await asyncio.gather(
            asked(app, "/api/schemas/flow.json"), asked(app, "/metrics"), asked(app, "/api/nowhere"),
            asked(app, "/api/health"), coming_of(app).complete(),
        )  # fmt: skip  # one thought

    app = World().young_app()
    assert asyncio.run(life(app))[:4] == [200, 401, 404, 200]
    assert routes_of(app) == {(route.method, route.path) for route in ROUTES}


def test_no_later_route_is_taken_for_a_first_one() -> None:
    """A path that a first route answers is answered at once: what another file does there would not be found."""
    app = World().young_app()
    coming, firsts = coming_of(app), routes_of(app)
    coming.complete_now()
    paths = {re.sub(r"\{.*?\}", "x", path) for _, path in routes_of(app) - firsts}
    assert [path for path in paths if coming.is_there(path)] == []
    assert all(coming.is_there(re.sub(r"\{.*?\}", "x", path)) for _, path in firsts)


def test_routes_that_the_table_does_not_have_end_a_server() -> None:
    @get("/api/secret-door")
    async def secret() -> str:
        return ""

    app = World().young_app()
    register(app, secret)
    with pytest.raises(EngineBug, match="/api/secret-door"):
        asyncio.run(coming_of(app).complete())
