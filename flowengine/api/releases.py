"""/api/environments/{env}/releases and /live: publish, and point back."""

from typing import Any

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Author
from flowengine.messages import Json


class Publish(Struct, frozen=True, forbid_unknown_fields=True):
    """`force_reason`: why to publish although cases fail; errors of the check are never forced."""

    message: str
    force_reason: str = ""


class Release(Struct, frozen=True, forbid_unknown_fields=True):
    number: int


@get("/api/environments/{env:str}/releases", summary="An environment's releases", tags=["releases"])
async def read_releases(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Newest first: number, hash, when, author, message, and which one is live."""
    found: list[Json] = services.editor.releases(principal.tenant, env)
    return found


@post("/api/environments/{env:str}/releases", status_code=201, summary="Publish", tags=["releases"])
async def publish(
    env: FromPath[str], data: JSONBody[Publish], principal: ThePrincipal, services: TheServices
) -> Release:
    """Makes an immutable release of all drafts of the environment, live at once. Running dialogues keep theirs.
    Findings that are errors refuse it with 422."""
    author = Author(principal.tenant, principal.user)
    return Release(await services.editor.publish(author, env, data.message, data.force_reason))


@put("/api/environments/{env:str}/live", summary="Point live to a release", tags=["releases"])
async def make_live(
    env: FromPath[str], data: JSONBody[Release], principal: ThePrincipal, services: TheServices
) -> Release:
    """Rolls back or forward: new dialogues enter by this release, running ones keep theirs."""
    await services.editor.make_live(Author(principal.tenant, principal.user), env, data.number)
    return data


HANDLERS = (read_releases, publish, make_live)
