"""/api/environments/{env}/csv: the words of an environment and the rows of its tables as CSV, out and in."""

from litestar import Response, get, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePart, ThePrincipal, TheServices
from flowengine.api.services import Author
from flowengine.environments.sheets import Rows

TEXTS = "/api/environments/{env:str}/csv/texts"
TABLE = "/api/environments/{env:str}/csv/{kind:str}/{name:str}"


class Sheet(Struct, frozen=True, forbid_unknown_fields=True):
    """The file's text. Commas, semicolons and tabs are understood, and a byte order mark."""

    csv: str


@get(TEXTS, summary="All words as CSV", tags=["parts"])
async def read_texts(env: FromPath[str], principal: ThePrincipal, services: TheServices) -> Response[str]:
    """A row for each prompt and channel, of the environment and of the steps of its flows; a column per language."""
    return _file(services.sheets.texts(principal.tenant, env), f"{env}.csv")


@put(TEXTS, summary="Write words by CSV", tags=["parts"])
async def take_texts(
    env: FromPath[str],
    data: JSONBody[Sheet],
    principal: ThePrincipal,
    services: TheServices,
    dry_run: FromQuery[bool] = False,
) -> Rows:
    """Words go where they came from, all of them or none; an empty cell leaves them as they are. `prompts/<name>` may
    be a new prompt. A refusal lists every line, with its column and what to do."""
    author = Author(principal.tenant, principal.user)
    return await services.sheets.take_texts(author, env, data.csv, dry_run=dry_run)


@get(TABLE, summary="A table as CSV", tags=["parts"])
async def read_table(part: ThePart, principal: ThePrincipal, services: TheServices) -> Response[str]:
    """Its rows, the key's column first; `kind` is tables."""
    return _file(services.sheets.table(part), f"{part.name}.csv")


@put(TABLE, summary="Fill a table by CSV", tags=["parts"])
async def take_table(
    part: ThePart,
    data: JSONBody[Sheet],
    principal: ThePrincipal,
    services: TheServices,
    dry_run: FromQuery[bool] = False,
) -> Rows:
    """The rows in place of those of the table, all of them or none. A column keeps the kind of value that it holds."""
    return await services.sheets.take_table(part, data.csv, dry_run=dry_run)


def _file(text: str, name: str) -> Response[str]:
    return Response(text, media_type="text/csv", headers={"content-disposition": f'attachment; filename="{name}"'})


HANDLERS = (read_texts, take_texts, read_table, take_table)
