"""Makes the web application of one server: handlers, guard, fence; refuses to be made in an unsafe or untold form."""

from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.types import ASGIApp, Receive, Send

from flowengine.api import (
    agents,
    answers,
    audit,
    blocked,
    callers,
    cases,
    cookie,
    dead_letters,
    demo,
    desk,
    dialogues,
    directory,
    entities,
    exceptions,
    floor,
    flows,
    health,
    hooks,
    language,
    live,
    metrics,
    operations,
    operator,
    pages,
    palette,
    parts,
    passed,
    people,
    previews,
    releases,
    replays,
    reports,
    reservations,
    retention,
    secrets,
    session,
    sheets,
    sounds,
    stock,
    stream,
    switches,
    tables,
    together,
    tokens,
    tree,
    trials,
    visit,
)
from flowengine.api.errors import respond
from flowengine.api.fence import Fence
from flowengine.api.given import provided
from flowengine.api.guard import guard_of, is_operator_of
from flowengine.api.neighbours import Neighbours
from flowengine.api.one_region import OneRegion
from flowengine.api.openapi import openapi_handler
from flowengine.api.rate import Rate
from flowengine.api.services import Services
from flowengine.api.settings import MOST_BODY_BYTES
from flowengine.api.traced import Traced
from flowengine.errors import EngineBug
from flowengine.identity.demo import refuse_unsafe
from flowengine.identity.routes import ROUTES

INNER = "inner"  # the application without its fence, for the port of the other nodes
RESOURCES = (
    health, palette, language, session, flows, cases, tree, releases, directory, switches, exceptions, callers,
    dialogues, agents, desk, reservations, tokens, operator, operations, dead_letters, demo,
    visit, stream, live, pages, secrets,
    answers, floor, reports, metrics, audit, entities, parts, blocked, tables, replays, passed, stock,
    sheets, sounds, together, trials, previews, people, retention, hooks,
)  # fmt: skip  # a list reads better than one item a line


def create_app(services: Services, neighbours: Neighbours | None = None) -> Litestar:
    """The application; with `neighbours` it passes on what is theirs.

    Raises UnsafeSetting for a bind that would stand open, EngineBug for a route without a row.
    """
    settings = services.settings
    refuse_unsafe(settings.bind, demo=settings.demo)
    handlers = [handler for resource in RESOURCES for handler in resource.HANDLERS]
    dependencies = provided(services)
    app = Litestar(
        route_handlers=[*handlers, openapi_handler(handlers, dependencies)],
        dependencies=dependencies,
        guards=[guard_of(services)],
        exception_handlers={Exception: respond},
        request_max_body_size=MOST_BODY_BYTES,
        # Pages squeeze themselves, once. Answers with secrets in them are small and are left as they are.
        compression_config=CompressionConfig("gzip", minimum_size=1024, exclude_opt_key=pages.OWN_SIZE),
        openapi_config=None,
        logging_config=None,
        state=State(
            {
                "visit_rate": Rate(settings.visits, 5 * settings.visits),
                "hook_rate": Rate(10 * settings.rate, 20 * settings.rate),
                "event_rate": Rate(settings.rate, 2 * settings.rate),
            }
        ),
    )
    refuse_untold(app)
    traces = services.operations.traces
    inner = app.state[INNER] = Traced(app.asgi_handler, traces) if traces.is_on else app.asgi_handler
    if neighbours is not None:
        from flowengine.api.forward import Forward  # noqa: PLC0415  # a server without neighbours starts without it

        forward = Forward(inner, neighbours, cookie.named(cookie.SESSION, settings), is_operator_of(services))
        app.on_shutdown.append(forward.close)
        inner = forward
    inner = OneRegion(inner, services.operations.region, cookie.named(cookie.SESSION, settings))
    fenced = Fence(inner, settings)
    app.asgi_handler = Traced(fenced, traces) if traces.is_on else fenced
    return app


def peer_app(app: Litestar, neighbours: Neighbours) -> ASGIApp:
    """The same application for the port of the other nodes, without a lifespan of its own."""
    from flowengine.api.peer_gate import PeerGate  # noqa: PLC0415  # as above

    inner: ASGIApp = app.state[INNER]

    async def behind_the_fence(scope: Any, receive: Receive, send: Send) -> None:
        scope["app"] = scope["litestar_app"] = app
        scope.setdefault("state", {})
        await inner(scope, receive, send)

    return PeerGate(behind_the_fence, neighbours)


def routes_of(app: Litestar) -> set[tuple[str, str]]:
    """(method, path template) of every route, as in the role x route table."""
    found = set()
    for route in app.routes:
        methods = getattr(route, "methods", None) or {"WS"}
        found |= {(str(method), route.path_format or "/") for method in methods if method != "OPTIONS"}
    return found


def refuse_untold(app: Litestar) -> None:
    """Raises EngineBug when routes and table differ: a route without a row would have no guard, a row without a route
    would be a promise that nobody keeps."""
    told = {(route.method, route.path) for route in ROUTES}
    built = routes_of(app)
    if built != told:
        missing = ", ".join(f"{method} {path}" for method, path in sorted(built ^ told))
        raise EngineBug(f"Routes and the role x route table differ: {missing}.")
