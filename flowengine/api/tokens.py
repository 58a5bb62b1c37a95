"""/api/tokens: administrators make, see and revoke the tokens by which programs come in."""

from typing import Any

from litestar import delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.steering import directory_for
from flowengine.errors import Forbidden, NotFound
from flowengine.identity.principal import Principal
from flowengine.identity.routes import ADMINISTRATORS
from flowengine.identity.tokens import Token
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR


class NewToken(Struct, frozen=True, forbid_unknown_fields=True):
    """`environments`: where the role is held; none named means in the whole tenant. It expires after `days` days."""

    name: str
    role: str
    environments: tuple[str, ...] = ()
    days: int = 90


@post("/api/tokens", status_code=201, summary="Make an API token", tags=["tokens"])
async def make_token(data: JSONBody[NewToken], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """The answer holds the token's text, once: it is kept as a hash only. Nobody can give more than the own rights."""
    known = {FRONT_DOOR, *directory_for(services, principal.tenant).contact_centers}
    unknown = [name for name in data.environments if name not in known]
    if unknown:
        raise NotFound(f"There is no environment “{unknown[0]}”.")
    if not _administers(principal, data.environments):
        raise Forbidden("You do not administer all of these places.", hint="Name environments that you administer.")
    token, text = await services.tokens.make(principal, data.name, data.role, data.environments, data.days)
    return {**_shown(token), "token": text}


@get("/api/tokens", summary="The API tokens", tags=["tokens"])
async def read_tokens(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Newest first, with who made each and when it ends; never a token's text."""
    return [_shown(token) for token in _seen(principal, services)]


@delete("/api/tokens/{id:str}", status_code=204, summary="Revoke an API token", tags=["tokens"])
async def revoke_token(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> None:  # noqa: A002  the path's word
    """From this answer on it opens nothing."""
    if id not in {token.id for token in _seen(principal, services)}:
        raise NotFound("There is no such token.")
    await services.tokens.revoke(principal, id)


def _seen(principal: Principal, services: TheServices) -> list[Token]:
    """Who administers one contact center sees the tokens of that one only."""
    return [token for token in services.tokens.all(principal.tenant) if _administers(principal, token.environments)]


def _administers(principal: Principal, environments: tuple[str, ...]) -> bool:
    if not environments:
        return principal.everywhere(ADMINISTRATORS)
    return all(principal.holds(ADMINISTRATORS, name) for name in environments)


def _shown(token: Token) -> dict[str, Json]:
    fields = ("id", "name", "role", "environments", "made_by", "made_ms", "expires_ms", "revoked_ms")
    return {field: getattr(token, field) for field in fields}


HANDLERS = (make_token, read_tokens, revoke_token)
