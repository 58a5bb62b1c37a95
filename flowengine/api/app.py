"""Makes the web application of one server: handlers, guard, fence; refuses to be made in an unsafe or untold form."""

from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.types import ASGIApp, Receive, Send

from flowengine.api import cookie, first
from flowengine.api.coming import Coming
from flowengine.api.errors import respond
from flowengine.api.fence import Fence
from flowengine.api.given import provided
from flowengine.api.guard import guard_of, is_operator_of
from flowengine.api.headers import OWN_SIZE
from flowengine.api.neighbours import Neighbours
from flowengine.api.one_region import OneRegion
from flowengine.api.rate import Rate
from flowengine.api.services import Services
from flowengine.api.settings import MOST_BODY_BYTES, Settings
from flowengine.api.traced import Traced
from flowengine.errors import EngineBug
from flowengine.identity.demo import refuse_unsafe
from flowengine.identity.routes import ROUTES

INNER = "inner"  # the application without its fence, for the port of the other nodes
COMING = "coming"  # the routes that are still being made


class Application(Litestar):
    """Without what the framework reads for the classes of attrs and pydantic once these are installed: ours are all
    msgspec's, and it takes as long as opening the ledger ten times."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def create_app(services: Services, neighbours: Neighbours | None = None) -> Litestar:
    """The application with its first routes, and all others as soon as they are needed, or told to come (`coming_of`);
    with `neighbours` it passes on what is theirs.

    Raises UnsafeSetting for a bind that would stand open.
    """
    settings = services.settings
    refuse_unsafe(settings.bind, demo=settings.demo)
    dependencies = provided(services)
    app = Application(
        route_handlers=[handler for resource in first.RESOURCES for handler in resource.HANDLERS],
        dependencies=dependencies,
        guards=[guard_of(services)],
        exception_handlers={Exception: respond},
        request_max_body_size=MOST_BODY_BYTES,
        # Pages squeeze themselves, once. Answers with secrets in them are small and are left as they are.
        compression_config=CompressionConfig("gzip", minimum_size=1024, exclude_opt_key=OWN_SIZE),
        openapi_config=None,
        logging_config=None,
        state=State(_rates(settings)),
    )
    coming = app.state[COMING] = Coming(app, dependencies, refuse_untold)
    traces = services.operations.traces
    inner: ASGIApp = Traced(coming, traces) if traces.is_on else coming
    app.state[INNER] = inner
    if neighbours is not None:
        from flowengine.api.forward import Forward  # noqa: PLC0415  # a server without neighbours starts without it
        from flowengine.api.standstill import Standstill  # noqa: PLC0415  # as above

        session, cannot_see = cookie.named(cookie.SESSION, settings), services.health.cannot_see
        forward = Forward(inner, neighbours, session, is_operator_of(services), cannot_see)
        app.on_shutdown.append(forward.close)
        inner = Standstill(forward, cannot_see)
    inner = OneRegion(inner, services.operations.region, cookie.named(cookie.SESSION, settings))
    fenced = Fence(inner, settings)
    app.asgi_handler = Traced(fenced, traces) if traces.is_on else fenced
    return app


def _rates(settings: Settings) -> dict[str, Any]:
    """A hook brings the callers of a whole system."""
    return {
        "visit_rate": Rate(settings.visits, 5 * settings.visits),
        "event_rate": Rate(settings.rate, 2 * settings.rate),
        "hook_rate": Rate(10 * settings.rate, 20 * settings.rate),
    }


def coming_of(app: Litestar) -> Coming:
    """The routes that are still being made."""
    found: Coming = app.state[COMING]
    return found


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
