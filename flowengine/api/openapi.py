"""The OpenAPI description: the framework's, with security, reasons and problems from the role x route table."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from litestar import Litestar, get
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, Reference, SecurityScheme

from flowengine.errors import EngineBug
from flowengine.identity.routes import ROUTES, Route, row
from flowengine.messages import Json

VERSION = "1"
PROBLEMS = {
    "400": "The request cannot be done", "401": "Nobody is signed in, or this browser holds no such dialogue",
    "403": "The roles do not allow it, or another site's page asked", "404": "Unknown here, or another tenant's",
    "409": "Against a rule, or changed by someone else", "412": "Changed since it was read",
    "422": "The document has findings", "429": "Too many", "503": "The store is not available; try again",
}  # fmt: skip  # read as a table
SCHEMES: dict[str, SecurityScheme | Reference] = {
    "session": SecurityScheme(type="apiKey", name="session", security_scheme_in="cookie", description="Signed-in user"),
    "token": SecurityScheme(type="http", scheme="bearer", description="API token of a program"),
    "operator": SecurityScheme(type="http", scheme="bearer", description="The operator's key, or the cookie it gave"),
    "signature": SecurityScheme(
        type="apiKey", name="Dialogue-Signature", security_scheme_in="header", description="docs/hooks.md"
    ),
    "visitor": SecurityScheme(type="apiKey", name="visitor", security_scheme_in="cookie", description="Caller"),
}


def description_of(handlers: Sequence[Any], dependencies: Mapping[str, Provide]) -> dict[str, Json]:
    """The whole description of these handlers. Raises EngineBug when one is not described."""
    config = OpenAPIConfig(
        title="Dialogue Studio",
        version=VERSION,
        description="Dialogues, flows and the floor of one tenant. The tenant comes from the session.",
        components=Components(security_schemes=SCHEMES),
        use_handler_docstrings=True,
    )
    described = Litestar(list(handlers), dependencies=dict(dependencies), openapi_config=config, logging_config=None)
    found: dict[str, Json] = described.openapi_schema.to_schema()
    found["components"].setdefault("schemas", {})["Problem"] = _PROBLEM
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method.upper(), path)
    found["x-websockets"] = [_socket(route) for route in ROUTES if route.method == "WS"]
    return found


def _complete(operation: dict[str, Json], method: str, path: str) -> None:
    route = row(method, path)
    if route is None or not operation.get("summary") or not operation.get("description"):
        raise EngineBug(f"{method} {path} has no row, summary or description.")
    operation["security"] = _security(route)
    operation["x-who"] = route.who if isinstance(route.who, str) else sorted(route.who)
    operation["x-why"] = route.why
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in PROBLEMS.items():
        operation["responses"][status] = {"description": words, "content": body}


def _security(route: Route) -> list[Json]:
    """One of these opens the route."""
    if route.who in ("public", "visitor", "signed"):
        return {"visitor": [{"visitor": []}], "signed": [{"signature": []}]}.get(route.who, [])
    operator: list[Json] = [{"operator": []}] if route.operator or route.who == "operator" else []
    if route.who == "operator":
        return operator
    return [{"session": []}] if route.person or route.demo else [{"session": []}, {"token": []}, *operator]


def _socket(route: Route) -> Json:
    who = route.who if isinstance(route.who, str) else sorted(route.who)
    return {"path": route.path, "x-who": who, "x-why": route.why, "security": "one-time ticket in the query"}


_PROBLEM: Json = {
    "type": "object",
    "description": "RFC 9457 with a stable code, a hint, and an author's findings",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
        "findings": {"type": "array", "items": {"type": "object"}},
        "retry_after_s": {"type": "integer"},
    },
}


def openapi_handler(handlers: Sequence[Any], dependencies: Mapping[str, Provide]) -> HTTPRouteHandler:
    """The route of the description. Made when first asked for: making it takes longer than starting."""

    @cache
    def description() -> dict[str, Json]:
        return description_of(handlers, dependencies)

    @get("/api/openapi.json", summary="This description", tags=["server"], include_in_schema=False, sync_to_thread=True)
    def openapi() -> dict[str, Any]:
        """Every route with its parameters, answers, who may use it and why."""
        return description()

    return openapi
