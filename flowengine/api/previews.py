"""/api/environments/{env}/preview: numbers that meet the drafts on the real address, as a test, until a moment."""

from typing import Annotated, Any

from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.moment import ms_of, text_of
from flowengine.api.services import Author

Number = Annotated[str, Meta(pattern=r"^\+[0-9]{5,15}$", max_length=16)]


class Preview(Struct, frozen=True, forbid_unknown_fields=True):
    """`callers`: numbers like +447700900123; none ends the preview. `until`: a moment within a week."""

    callers: Annotated[list[Number], Meta(max_length=50)]
    until: Annotated[str, Meta(max_length=40)] = ""


@get("/api/environments/{env:str}/preview", summary="Who previews the drafts", tags=["releases"])
async def read_preview(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """The numbers, until when, set by whom and when, and whether the drafts are still those that they meet."""
    return _told(services.releases.callers(principal.tenant, env))


@put("/api/environments/{env:str}/preview", summary="Let callers preview the drafts", tags=["releases"])
async def set_preview(
    env: FromPath[str], data: JSONBody[Preview], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """These numbers meet the drafts as they are now, marked as a test and left out of reports; everybody else meets
    what is live. Drafts with errors are refused with their findings. Dialogues that are on stay as they are."""
    until_ms = ms_of(data.until) if data.callers else 0
    author = Author(principal.tenant, principal.user)
    return _told(await services.releases.set_callers(author, env, data.callers, until_ms))


def _told(found: dict[str, Any]) -> dict[str, Any]:
    moments = {"until": found["until_ms"], "at": found["at_ms"]}
    kept = {name: found[name] for name in ("callers", "number", "author", "same")}
    return {**kept, **{name: text_of(at_ms) if at_ms else "" for name, at_ms in moments.items()}}


HANDLERS = (read_preview, set_preview)
