"""/api/environments/{env}/flows/{flow}/cases: a flow's tests, read, written and run."""

from typing import Any

from litestar import get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePlace, ThePrincipal, TheServices


class Run(Struct, frozen=True, forbid_unknown_fields=True):
    """`flow`: a draft that is not saved yet; without it the saved draft runs."""

    flow: dict[str, Any] | None = None


@get("/api/environments/{env:str}/flows/{flow:str}/cases", summary="A flow's cases", tags=["cases"])
async def read_cases(place: ThePlace, principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """File name to document, for all files of cases that the flow has."""
    return services.editor.cases(place)


@put("/api/environments/{env:str}/flows/{flow:str}/cases/{file:str}", summary="Write a file of cases", tags=["cases"])
async def save_cases(
    place: ThePlace,
    file: FromPath[str],
    data: JSONBody[dict[str, Any]],
    principal: ThePrincipal,
    services: TheServices,
) -> dict[str, Any]:
    """Adds or replaces one file; a document that is not well formed is refused with its findings."""
    return await services.editor.save_cases(place, file, data, principal.user)


@post(
    "/api/environments/{env:str}/flows/{flow:str}/cases/run",
    status_code=200,
    summary="Run a flow's cases",
    tags=["cases"],
)
async def run_cases(
    place: ThePlace, data: JSONBody[Run], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Runs every case on a virtual clock, away from callers; each result says what was visited, or where it failed."""
    return await services.editor.run_cases(place, data.flow)


HANDLERS = (read_cases, save_cases, run_cases)
