"""/api/environments/{env}/flows and /api/check: drafts, read and written with If-Match, and their findings."""

from typing import Any

from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePlace, ThePrincipal, TheServices
from flowengine.api.services import Place
from flowengine.errors import Finding, RequestRefused
from flowengine.messages import Json


class NewFlow(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    flow: dict[str, Any]


class Draft(Struct, frozen=True, forbid_unknown_fields=True):
    flow: dict[str, Any]
    layout: dict[str, Any] | None = None


class Posted(Struct, frozen=True, forbid_unknown_fields=True):
    """`environment` gives the names that the flow may use; without it only the document itself is checked. By its
    `name` there the checks know who leads to it, and by which channels."""

    flow: Any
    environment: str = ""
    name: str = ""


class Findings(Struct, frozen=True):
    findings: list[Finding]


@get("/api/environments", summary="The environments and their flows", tags=["environments"])
async def environments(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """The front door and one environment per contact center, with the live release and each flow's state."""
    found: list[Json] = services.editor.environments(principal.tenant)
    return found


@get("/api/environments/{env:str}/flows/{flow:str}", summary="A flow's draft", tags=["flows"])
async def read_flow(place: ThePlace, principal: ThePrincipal, services: TheServices) -> Response[dict[str, Any]]:
    """The document, its layout, its hash (also as ETag), and the release that is live."""
    found = services.editor.read_flow(place)
    return Response(found, headers={"etag": f'"{found["hash"]}"'})


@put("/api/environments/{env:str}/flows/{flow:str}", summary="Save a flow's draft", tags=["flows"])
async def save_flow(
    place: ThePlace,
    data: JSONBody[Draft],
    request: Request[Any, Any, Any],
    principal: ThePrincipal,
    services: TheServices,
) -> Response[dict[str, Any]]:
    """Needs If-Match with the hash that was read (`*` for any); 412 when somebody saved in between. A document that is
    not well formed is refused with all its findings; findings of the check do not keep it from being saved."""
    saved = await services.editor.save_flow(place, data.flow, data.layout, base_of(request), principal.user)
    return Response(saved, headers={"etag": f'"{saved["hash"]}"'})


@post("/api/environments/{env:str}/flows", status_code=201, summary="Add a flow", tags=["flows"])
async def create_flow(
    env: FromPath[str], data: JSONBody[NewFlow], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Adds a draft under a name that is not taken; the answer is its hash."""
    return await services.editor.create_flow(Place(principal.tenant, env, data.name), data.flow, principal.user)


@delete("/api/environments/{env:str}/flows/{flow:str}", status_code=204, summary="Remove a flow", tags=["flows"])
async def remove_flow(
    place: ThePlace,
    request: Request[Any, Any, Any],
    principal: ThePrincipal,
    services: TheServices,
) -> None:
    """Removes the draft with its layout and cases; releases that hold the flow keep it. Needs If-Match."""
    await services.editor.remove_flow(place, base_of(request), principal.user)


@post("/api/check", status_code=200, summary="Check a posted flow", tags=["flows"])
async def check(data: JSONBody[Posted], principal: ThePrincipal, services: TheServices) -> Findings:
    """All findings of a document, each with code, severity and JSON path, and the edits that mend it, where that is
    known. Nothing is executed and nothing is stored."""
    return Findings(await services.editor.check(principal.tenant, data.environment, data.flow, data.name))


def base_of(request: Request[Any, Any, Any]) -> str:
    """The hash of If-Match. Raises RequestRefused when it is missing: a blind write loses somebody's work."""
    given = request.headers.get("if-match", "").strip()
    if not given:
        raise RequestRefused(
            "Say which version this is based on.", hint='Send If-Match: "hash".', code="if_match_needed"
        )
    return given.removeprefix("W/").strip('"')


HANDLERS = (environments, read_flow, save_flow, create_flow, remove_flow, check)
