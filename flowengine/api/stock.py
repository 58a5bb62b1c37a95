"""/api/environments/{env}/parts: what flows of an environment share, and which of them callers begin with, by ETag."""

from typing import Any

from litestar import Request, Response, delete, get, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from flowengine.api.flows import base_of
from flowengine.api.given import ThePart, ThePrincipal, TheServices
from flowengine.environments.outlook import Outlook
from flowengine.environments.stock import Part, Parts

Asked = Request[Any, Any, Any]


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """A prompt, a schedule, a table, a bound value or the name of a first flow as it stands in environment.json."""

    value: Any


@get("/api/environments/{env:str}/parts/{kind:str}", summary="What an environment shares", tags=["parts"])
async def read_parts(env: FromPath[str], kind: FromPath[str], principal: ThePrincipal, services: TheServices) -> Parts:
    """All `prompts`, `schedules`, `tables` or `bindings` of the draft, or its `entry` (the first flow by channel): each
    with its hash, how often drafts name it, and what the checks find. Tables come without their rows."""
    return services.stock.all(principal.tenant, env, kind)


@get("/api/environments/{env:str}/parts/{kind:str}/{name:str}", summary="One of them", tags=["parts"])
async def read_part(part: ThePart, principal: ThePrincipal, services: TheServices) -> Response[Part]:
    """One part of the draft, whole, with ETag."""
    return _response(services.stock.read(part))


@put("/api/environments/{env:str}/parts/{kind:str}/{name:str}", summary="Write one of them", tags=["parts"])
async def put_part(
    part: ThePart, data: JSONBody[Given], request: Asked, principal: ThePrincipal, services: TheServices
) -> Response[Part]:
    """Needs If-Match with its ETag (`*`: any), or If-None-Match: * for a new one. Two people who write two prompts do
    not meet. Callers hear it after a publish, or at once if it is published as live."""
    base = "" if request.headers.get("if-none-match", "").strip() == "*" else base_of(request)
    return _response(await services.stock.put(part, data.value, base))


@delete(
    "/api/environments/{env:str}/parts/{kind:str}/{name:str}", status_code=204, summary="Take one away", tags=["parts"]
)
async def remove_part(part: ThePart, request: Asked, principal: ThePrincipal, services: TheServices) -> None:
    """Needs If-Match. Flows that still name it get a finding; releases keep what they hold."""
    await services.stock.remove(part, base_of(request))


@get("/api/environments/{env:str}/schedules/{name:str}/outlook", summary="A schedule's days", tags=["schedules"])
async def read_outlook(
    env: FromPath[str], name: FromPath[str], principal: ThePrincipal, services: TheServices, month: FromQuery[str] = ""
) -> Outlook:
    """Whether it is open now, by the draft and by what is live; and what holds on each day of the weeks of a month
    (`2026-12`; without it, the present one where it stands): its hours, a holiday, an exception."""
    return services.stock.outlook(principal.tenant, env, name, month)


def _response(part: Part) -> Response[Part]:
    return Response(part, headers={"etag": f'"{part.hash}"'})


HANDLERS = (read_parts, read_part, put_part, remove_part, read_outlook)
