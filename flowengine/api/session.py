"""/api/session and /api/ticket: signing in and out, and the one-time ticket of the live feed."""

from typing import Any

from litestar import Request, Response, delete, get, post
from litestar.params import JSONBody
from msgspec import Struct

from flowengine.api import cookie
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.errors import NotFound
from flowengine.identity.principal import Principal, principal_of
from flowengine.messages import Json
from flowengine.tenancy.region import refuse_elsewhere


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the users that GET /api/demo/users offers."""

    tenant: str
    user: str


class Ticket(Struct, frozen=True):
    ticket: str


@post("/api/session", summary="Sign in at the demo", tags=["session"])
async def sign_in(data: JSONBody[SignIn], request: Request[Any, Any, Any], services: TheServices) -> Response[Json]:
    """Begins a session as a seeded user of a demo tenant and sets its cookie. The browser's old session is over."""
    refuse_elsewhere(data.tenant, services.operations.region)
    directory = services.look.directory(data.tenant)
    user = directory.users.get(data.user) if directory and directory.tenant.demo else None
    if user is None:
        raise NotFound("There is no such demo user.")
    old = cookie.read(request, cookie.SESSION, services.settings)
    secret = await services.sessions.begin(data.tenant, data.user, old)
    principal = principal_of(data.tenant, data.user, user.name, user.roles)
    set_cookie = cookie.made(cookie.SESSION, secret, services.settings, cookie.SESSION_S)
    return Response(shown(principal), status_code=201, cookies=[set_cookie])


@get("/api/session", summary="Who is signed in", tags=["session"])
async def read_session(principal: ThePrincipal) -> dict[str, Any]:
    """The user, the tenant, the roles that the directory gives now, and the desk that the session works at."""
    return shown(principal)


@delete("/api/session", status_code=204, summary="Sign out", tags=["session"])
async def sign_out(request: Request[Any, Any, Any], services: TheServices) -> Response[None]:
    """Ends the session and clears its cookie; open feeds of it are closed within a minute."""
    await services.sessions.end(cookie.read(request, cookie.SESSION, services.settings))
    return Response(None, status_code=204, cookies=[cookie.cleared(cookie.SESSION, services.settings)])


@post("/api/ticket", status_code=201, summary="A ticket for the live feed", tags=["session"])
async def ticket(request: Request[Any, Any, Any], principal: ThePrincipal, services: TheServices) -> Ticket:
    """Opens `/api/live` once, within 30 seconds."""
    secret = cookie.read(request, cookie.SESSION, services.settings)
    return Ticket(services.tickets.issue("signed_in", principal.tenant, secret))


def shown(principal: Principal) -> dict[str, Json]:
    return {
        "tenant": principal.tenant,
        "user": principal.user,
        "name": principal.name,
        "roles": {place: sorted(held) for place, held in principal.roles.items()},
        "desk": principal.desk,
    }


HANDLERS = (sign_in, read_session, sign_out, ticket)
