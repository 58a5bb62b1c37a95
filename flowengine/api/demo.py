"""/api/demo: the choice of users, and the demo's three buttons; on loopback and for demo tenants only."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import JSONBody
from msgspec import Struct

from flowengine.api import cookie
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Services
from flowengine.api.steering import directory_for
from flowengine.errors import NotFound, NotSignedIn
from flowengine.identity.principal import Principal
from flowengine.messages import Json


class Desk(Struct, frozen=True, forbid_unknown_fields=True):
    agent: str


@get("/api/demo/users", summary="The users that demo sign-in offers", tags=["demo"])
async def users(services: TheServices) -> list[Any]:
    """All users of the demo tenants, with roles and the contact centers whose dialogues they take."""
    return [
        {
            "tenant": tenant.id,
            "tenant_name": tenant.name,
            "user": key,
            "name": user.name,
            "roles": {place: list(held) for place, held in user.roles.items()},
            "contact_centers": list(user.memberships),
        }
        for tenant, users in await services.look.demos()
        for key, user in users.items()
    ]


@post("/api/demo/take-over", status_code=200, summary="Sit down at an agent's desk", tags=["demo"])
async def take_over(
    data: JSONBody[Desk], request: Request[Any, Any, Any], principal: ThePrincipal, services: TheServices
) -> Response[dict[str, Any]]:
    """The robot stands up and the session works at this desk, under a new cookie; `""` gives the desk back."""
    _refuse_real(services, principal)
    user = directory_for(services, principal.tenant).users.get(data.agent)
    if data.agent and (user is None or not user.is_agent()):
        raise NotFound("There is no such agent.")
    secret = await services.sessions.take_desk(cookie.read(request, cookie.SESSION, services.settings), data.agent)
    if secret is None:
        raise NotSignedIn("Nobody is signed in here.")
    await services.demo.take_over(principal.tenant, data.agent)
    set_cookie = cookie.made(cookie.SESSION, secret, services.settings, cookie.SESSION_S)
    shown: dict[str, Json] = {"desk": data.agent or principal.user, "name": user.name if user else principal.name}
    return Response(shown, cookies=[set_cookie])


@post("/api/demo/reset", status_code=200, summary="Mend the demo", tags=["demo"])
async def reset(principal: ThePrincipal, services: TheServices) -> dict[str, str]:
    """Puts the demo tenant back to how it was shipped: directory, flows, agents; dialogues that run are ended."""
    _refuse_real(services, principal)
    await services.demo.reset(principal.tenant)
    return {"status": "reset"}


@post("/api/demo/pull-the-plug", status_code=202, summary="Kill the server", tags=["demo"])
async def pull_the_plug(principal: ThePrincipal, services: TheServices) -> dict[str, str]:
    """The process is killed without warning after this answer and comes back; nothing that was answered is lost."""
    _refuse_real(services, principal)
    services.demo.pull_the_plug(principal.tenant)
    return {"status": "pulled"}


def _refuse_real(services: Services, principal: Principal) -> None:
    if not directory_for(services, principal.tenant).tenant.demo:
        raise NotFound("This is no demo tenant.")


HANDLERS = (users, take_over, reset, pull_the_plug)
