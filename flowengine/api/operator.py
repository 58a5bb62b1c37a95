"""/api/operator/session: the operator signs in with the key that lies beside the server's data."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from flowengine.api import cookie
from flowengine.api.given import TheServices
from flowengine.api.visit import events_of
from flowengine.errors import NotSignedIn
from flowengine.identity.operator import KEY_FILE


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    key: Annotated[str, Meta(min_length=1, max_length=200)]


class OperatorSession(Struct, frozen=True):
    operator: bool


@post("/api/operator/session", status_code=201, summary="Sign in as operator", tags=["operations"])
async def sign_in(
    data: JSONBody[Key], request: Request[Any, Any, Any], services: TheServices
) -> Response[OperatorSession]:
    """Begins a session with the operator's key and sets its cookie; it ends after 30 minutes of no use."""
    events_of(request).spend("operator")  # nobody guesses a key here
    if not services.operators.is_key(data.key.strip()):
        hint = f"It stands in the file {KEY_FILE} of the server's data folder."
        raise NotSignedIn("This is not the operator's key.", hint=hint)
    return _with_cookie(services, services.operators.begin(), 201)


@get("/api/operator/session", summary="Whether the operator is signed in", tags=["operations"])
async def read_session(request: Request[Any, Any, Any], services: TheServices) -> Response[OperatorSession]:
    """An open page asks for this now and then; it renews the session's cookie, for 8 hours at most."""
    fresh = services.operators.renew(cookie.read(request, cookie.OPERATOR, services.settings))
    return _with_cookie(services, fresh, 200) if fresh else Response(OperatorSession(operator=True))


@delete("/api/operator/session", status_code=204, summary="Sign out as operator", tags=["operations"])
async def sign_out(request: Request[Any, Any, Any], services: TheServices) -> Response[None]:
    """Ends the session and clears its cookie."""
    services.operators.end(cookie.read(request, cookie.OPERATOR, services.settings))
    return Response(None, status_code=204, cookies=[cookie.cleared(cookie.OPERATOR, services.settings)])


def _with_cookie(services: TheServices, text: str, status: int) -> Response[OperatorSession]:
    made = cookie.made(cookie.OPERATOR, text, services.settings, cookie.SESSION_S)
    return Response(OperatorSession(operator=True), status_code=status, cookies=[made])


HANDLERS = (sign_in, read_session, sign_out)
