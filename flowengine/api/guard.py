"""One guard for all routes, made from the role x route table: establishes who is asking, then allows or refuses."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.exceptions import WebSocketException
from litestar.handlers import BaseRouteHandler
from litestar.types import Scope

from flowengine.api import cookie, given
from flowengine.api.given import Connection
from flowengine.api.services import Services
from flowengine.errors import EngineBug, Forbidden, NotFound, NotSignedIn, RequestRefused
from flowengine.identity.principal import Principal, principal_of
from flowengine.identity.routes import Route, row
from flowengine.identity.visitor import Visit

OPERATOR_SEEN = "dialogue_studio.operator"  # among the scope's extensions, which no client can write
SOCKET_CODES = {"not_signed_in": 4401, "forbidden": 4403, "not_found": 4404}


def guard_of(services: Services) -> Callable[[Connection, BaseRouteHandler], Awaitable[None]]:
    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        socket = connection.scope["type"] == ScopeType.WEBSOCKET
        method = "WS" if socket else str(connection.scope.get("method"))
        if method == "OPTIONS":
            return  # the framework's list of methods; it runs no handler of ours
        route = row(method, connection.scope["path_template"] or "/")
        if route is None:
            raise EngineBug(f"{method} {connection.scope['path_template']} has no row in the role x route table.")
        try:
            await _admit(connection, services, route)
        except RequestRefused as refusal:
            if not socket:
                raise
            code = SOCKET_CODES.get(refusal.code, 4400)
            raise WebSocketException(detail=str(refusal), code=code) from None

    return guard


async def _admit(connection: Connection, services: Services, route: Route) -> None:
    if route.demo and not services.settings.demo:
        raise NotFound("There is no demo on this server.")
    if route.method == "WS":
        await _admit_ticket(connection, services, route)
    elif route.who == "visitor":
        given.put(connection, "visit", _visit_of(connection, services))
    elif (route.who == "operator" or route.operator) and is_operator(connection, services):
        given.put(connection, "asker", None)
    elif route.who == "operator":
        hint = "Send the operator's key as Authorization: Bearer, or sign in with it."
        raise NotSignedIn("This is for the operator of the server.", hint=hint)
    elif route.who not in ("public", "signed"):
        principal = await _principal_of(connection, services, route)
        _allow(principal, route, connection.path_params)
        given.put(connection, "principal", principal)
        given.put(connection, "asker", principal)


def is_operator_of(services: Services) -> Callable[[Scope], bool]:
    def asked(scope: Scope) -> bool:
        return is_operator(ASGIConnection(scope), services)

    return asked


def is_operator(connection: Connection, services: Services) -> bool:
    """By the key itself, by the cookie that it gave, or by the word of another node, which has asked for either."""
    if OPERATOR_SEEN in (connection.scope.get("extensions") or {}):
        return True
    scheme, _, text = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and services.operators.is_key(text.strip()):
        return True
    return services.operators.is_signed_in(cookie.read(connection, cookie.OPERATOR, services.settings))


async def _principal_of(connection: Connection, services: Services, route: Route) -> Principal:
    """By the API token if one is sent, else by the session's cookie; a token that is no good is not passed over."""
    header = connection.headers.get("authorization")
    if header is None:
        text = cookie.read(connection, cookie.SESSION, services.settings)
        await services.sessions.find(text)  # this is use
        return principal_for(services, text)
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "bearer":
        hint = "Send Authorization: Bearer ds_…_…"
        raise NotSignedIn("Programs show an API token here.", hint=hint, code="token_malformed")
    principal = services.tokens.find(text.strip())
    if route.person or route.demo:
        raise Forbidden("An API token does not open this.", hint="A person signs in for it.", code="token_not_here")
    return principal


def _visit_of(connection: Connection, services: Services) -> Visit:
    """`?dialogue=` chooses among the dialogues of one browser; without it the newest is meant."""
    dialogue = connection.query_params.get("dialogue", "")
    name = cookie.visitor_name(dialogue) if dialogue else cookie.VISITOR
    secret = cookie.read(connection, name, services.settings)
    visit = visit_for(services, secret, str(connection.path_params["tenant"]))
    if dialogue and visit.dialogue != dialogue:
        raise NotSignedIn("This browser does not hold that dialogue.")
    return visit


async def _admit_ticket(connection: Connection, services: Services, route: Route) -> None:
    audience = route.who if isinstance(route.who, str) else "signed_in"
    ticket = services.tickets.redeem(connection.query_params.get("ticket", ""), audience)
    if ticket is None or ticket.tenant != connection.path_params.get("tenant", ticket.tenant):
        raise NotSignedIn(
            "The ticket was used, is over 30 seconds old, or is not for this.", hint="Ask for a new ticket."
        )
    given.put(connection, "ticket", ticket)
    if audience == "visitor":
        given.put(connection, "visit", visit_for(services, ticket.secret, ticket.tenant))
    else:
        await services.sessions.find(ticket.secret)
        principal = principal_for(services, ticket.secret)
        _allow(principal, route, connection.path_params)
        given.put(connection, "principal", principal)


def _allow(principal: Principal, route: Route, parameters: dict[str, Any]) -> None:
    if isinstance(route.who, str):
        return
    place = str(parameters[route.within]) if route.within else None
    if route.everywhere and not principal.everywhere(route.who):
        names = ", ".join(sorted(route.who))
        raise Forbidden(f"This needs the role {names} for the whole tenant.", hint="Ask one who has it.")
    if not principal.holds(route.who, place):
        names = ", ".join(sorted(route.who))
        raise Forbidden(f"This needs one of the roles {names}.", hint="An administrator of the tenant gives roles.")


def principal_for(services: Services, secret: str) -> Principal:
    """The principal of a session's cookie, with the roles that the directory gives now. Raises NotSignedIn."""
    session = services.sessions.peek(secret)
    directory = services.look.directory(session.tenant) if session else None
    user = directory.users.get(session.user) if directory and session else None
    if session is None or user is None:
        raise NotSignedIn("Nobody is signed in here.", hint="Sign in first.")
    return principal_of(session.tenant, session.user, user.name, user.roles, session.desk)


def visit_for(services: Services, secret: str, tenant: str) -> Visit:
    """The visit of a visitor's secret at this tenant. Raises NotSignedIn: ids grant nothing."""
    visit = services.visitors.find(secret, tenant)
    if visit is None:
        raise NotSignedIn("This browser holds no dialogue here.", hint="Begin one first.")
    return visit
