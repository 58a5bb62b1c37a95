"""/api/environments/{env}/names and .../value: what may be written into a flow, and what it gives with a case."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePlace, ThePrincipal, TheServices

Text = Annotated[str, Meta(max_length=200)]


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """What `source` gives at `node` of `flow`; with the case of this file and name, else with the first that comes
    there."""

    flow: dict[str, Any]
    node: Text
    kind: Literal["expression", "template"]
    source: Annotated[str, Meta(max_length=8_000)]
    file: Text = ""
    case: Text = ""
    example: Text = ""


@get("/api/environments/{env:str}/names", summary="What flows may name", tags=["language"])
async def read_names(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """The names that expressions and texts may read, each with the type of its value; the functions, filters and tests;
    and the flows, contact centers with their skills, schedules, prompts and tables that steps may name. The variables
    stand in the flow itself."""
    return await services.editor.names(principal.tenant, env)


@post(
    "/api/environments/{env:str}/flows/{flow:str}/value",
    status_code=200,
    summary="Try an expression",
    tags=["language"],
)
async def try_value(
    place: ThePlace, data: JSONBody[Asked], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """The values that it gives each time a case comes to the step, and which case that was; without `case` none does.
    `invalid` with `position`: it cannot be read; `unready`: the flow cannot be run as it is."""
    asked = msgspec.to_builtins(data)
    del asked["flow"]
    return await services.editor.value(place, data.flow, asked)


HANDLERS = (read_names, try_value)
