"""/api/node-types and /api/schemas: what the editor draws its forms and handles from."""

from typing import Annotated, Any

from litestar import get
from litestar.params import QueryParameter

from flowengine.api.given import TheServices
from flowengine.messages import Json

Language = Annotated[str, QueryParameter(max_length=35, description="Such as nl: words of no other, to be short")]


@get("/api/node-types", summary="The node types", tags=["language"])
async def node_types(services: TheServices, language: Language = "") -> list[Any]:
    """Each with name, title, purpose (and `words`: both in other languages), group, icon, what it waits for, its
    outcomes as data, its schema, an example. In a language that is asked for and known, fields of the schema have a
    `title` and a description in it, and `outcome_titles` the ways out."""
    found: list[Json] = services.palette.node_types(language)
    return found


@get("/api/palette", summary="The node types, short", tags=["language"])
async def palette(services: TheServices, language: Language = "") -> dict[str, Any]:
    """`types` as /api/node-types has them, but for the `$defs` of their schemas: these are told once for all types, as
    `definitions`; a type has `$defs` only for what it means otherwise."""
    found: dict[str, Json] = services.palette.palette(language)
    return found


@get("/api/schemas/flow.json", summary="The JSON Schema of flow documents", tags=["language"])
async def flow_schema(services: TheServices) -> dict[str, Any]:
    """JSON Schema 2020-12, generated from the node types; it refers to nothing outside itself."""
    found: dict[str, Json] = services.palette.schema("flow")
    return found


@get("/api/schemas/environment.json", summary="The JSON Schema of environment documents", tags=["language"])
async def environment_schema(services: TheServices) -> dict[str, Any]:
    """JSON Schema 2020-12 of environment.json, generated from its types; it refers to nothing outside itself."""
    found: dict[str, Json] = services.palette.schema("environment")
    return found


@get("/api/schemas/cases.json", summary="The JSON Schema of case documents", tags=["language"])
async def cases_schema(services: TheServices) -> dict[str, Any]:
    """JSON Schema 2020-12 of the files in `cases/`; for completion and checking in any editor."""
    found: dict[str, Json] = services.palette.schema("cases")
    return found


@get("/api/schemas/scenario.json", summary="The JSON Schema of simulated days", tags=["language"])
async def scenario_schema(services: TheServices) -> dict[str, Any]:
    """JSON Schema 2020-12 of what `dialogue-studio simulate` reads; for completion and checking in any editor."""
    found: dict[str, Json] = services.palette.schema("scenario")
    return found


HANDLERS = (node_types, palette, flow_schema, environment_schema, cases_schema, scenario_schema)
