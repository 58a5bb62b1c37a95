"""/api/environments/{env}/flows/{flow}/cases: a flow's tests, read, written and run."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, post, put
from litestar.params import JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import TheCases, ThePlace, ThePrincipal, TheServices

WHERE = "/api/environments/{env:str}/flows/{flow:str}/cases"


class Run(Struct, frozen=True, forbid_unknown_fields=True):
    """`flow`: a draft that is not saved yet; without it the saved draft runs. `cases`: files that are not saved yet, in
    place of those of their names, or beside them."""

    flow: dict[str, Any] | None = None
    cases: Annotated[dict[str, dict[str, Any]], Meta(max_length=20)] = {}


class CaseFile(Struct, frozen=True):
    """`hash` is the base of the next change, as the ETag."""

    document: dict[str, Any]
    hash: str


@get(WHERE, summary="A flow's cases", tags=["cases"])
async def read_cases(place: ThePlace, principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """File name to document, for all files of cases that the flow has."""
    return services.editor.cases(place)


@get(WHERE + "/{file:str}", summary="A file of cases", tags=["cases"])
async def read_case_file(cases: TheCases, principal: ThePrincipal, services: TheServices) -> Response[CaseFile]:
    """One file of a flow's cases, with its hash (also as ETag)."""
    found = CaseFile(**services.editor.case_file(cases, cases.file))
    return Response(found, headers={"etag": f'"{found.hash}"'})


@put(WHERE + "/{file:str}", summary="Write a file of cases", tags=["cases"])
async def save_cases(
    cases: TheCases,
    data: JSONBody[dict[str, Any]],
    request: Request[Any, Any, Any],
    principal: ThePrincipal,
    services: TheServices,
) -> Response[dict[str, Any]]:
    """Adds or replaces one file. With If-Match the hash that was read; 412 when somebody wrote it in between. What is
    wrong in it is told when it is run."""
    saved = await services.editor.save_cases(cases, cases.file, data, _base(request), cases.user)
    return Response(saved, headers={"etag": f'"{saved["hash"]}"'})


@delete(WHERE + "/{file:str}", status_code=204, summary="Remove a file of cases", tags=["cases"])
async def remove_cases(
    cases: TheCases,
    request: Request[Any, Any, Any],
    principal: ThePrincipal,
    services: TheServices,
) -> None:
    """Removes one file with all its cases; with If-Match only if nobody wrote it since."""
    await services.editor.save_cases(cases, cases.file, None, _base(request), cases.user)


@post(WHERE + "/run", status_code=200, summary="Run a flow's cases", tags=["cases"])
async def run_cases(
    place: ThePlace, data: JSONBody[Run], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Runs every case on a virtual clock, away from callers; each result says what was visited, or where it failed, and
    `coverage` which ways out of the flow's steps they took. A draft that is not well formed is refused with its
    findings."""
    return await services.editor.run_cases(place, data)


@get(WHERE + "/results", summary="How a flow's cases went", tags=["cases"])
async def case_results(place: ThePlace, principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """What the stored cases say of the stored draft, as a run tells it. They run once for each state of the tenant's
    documents; whoever looks again is told the same."""
    return await services.editor.case_results(place)


def _base(request: Request[Any, Any, Any]) -> str:
    """The hash that the writer read; who names none writes over whatever is there."""
    return request.headers.get("if-match", "*").strip().strip('"')


HANDLERS = (read_cases, case_results, read_case_file, save_cases, remove_cases, run_cases)
