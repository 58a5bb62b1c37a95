"""/api/directory/csv/{table}: every list of the directory as CSV, out and in, with a dry run row by row."""

import asyncio
from collections import Counter

from litestar import Response, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from flowengine.api.exporting import write_down
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Services
from flowengine.api.steering import directory_for, submit
from flowengine.errors import Finding, FlowInvalid, NotFound
from flowengine.identity.principal import Principal
from flowengine.tenancy.lists import LISTS
from flowengine.tenancy.table import Imported, RowResult, exported, imported


class Sheet(Struct, frozen=True, forbid_unknown_fields=True):
    """The file's text. Commas, semicolons and tabs are understood, and a byte order mark."""

    csv: str


class Rows(Struct, frozen=True):
    """`applied`: the directory is so now. `counts`: outcome -> how many. `line` 0: what no row names any more."""

    applied: bool
    counts: dict[str, int]
    rows: list[RowResult]


@get("/api/directory/csv/{table:str}", summary="A list as CSV", tags=["directory"])
async def write_table(table: FromPath[str], principal: ThePrincipal, services: TheServices) -> Response[str]:
    """contact-centers, skills, dispositions, addresses, users, levels, licences, seats, away-reasons or
    blocked-callers. A cell that a spreadsheet would take for a formula begins with an apostrophe. The audit tells who
    took it."""
    _known(table)
    await write_down(services, principal, "list", table)
    text = await asyncio.to_thread(exported, directory_for(services, principal.tenant), table)
    headers = {"content-disposition": f'attachment; filename="{table}.csv"'}
    return Response(text, media_type="text/csv", headers=headers)


@put("/api/directory/csv/{table:str}", summary="Replace a list by CSV", tags=["directory"])
async def replace_table(
    table: FromPath[str],
    data: JSONBody[Sheet],
    principal: ThePrincipal,
    services: TheServices,
    dry_run: FromQuery[bool] = False,
) -> Rows:
    """The list is as the rows say, all of it or nothing; what no row names is removed. A column that is left out leaves
    its field as it is. A refusal lists every line, with its column and what to do."""
    done = await _looked(services, principal, table, data.csv, replace=True)
    return await _take(services, principal, table, done, dry_run=dry_run)


@post("/api/directory/csv/{table:str}", status_code=200, summary="Add to a list by CSV", tags=["directory"])
async def extend_table(
    table: FromPath[str],
    data: JSONBody[Sheet],
    principal: ThePrincipal,
    services: TheServices,
    dry_run: FromQuery[bool] = False,
) -> Rows:
    """The rows add to the list and change it; nothing is removed."""
    done = await _looked(services, principal, table, data.csv, replace=False)
    return await _take(services, principal, table, done, dry_run=dry_run)


async def _looked(services: Services, principal: Principal, table: str, text: str, *, replace: bool) -> Imported:
    """What the rows would change. Raises NotFound for no list."""
    _known(table)
    directory = directory_for(services, principal.tenant)
    return await asyncio.to_thread(imported, directory, table, text, replace=replace)  # callers go on meanwhile


async def _take(services: Services, principal: Principal, table: str, done: Imported, *, dry_run: bool) -> Rows:
    refused = [row for row in done.rows if row.outcome == "refused"]
    if not dry_run:
        if refused:
            raise FlowInvalid([_finding(table, row) for row in refused])
        await submit(services, principal, done.changes, source="csv")
    counts = dict(Counter[str](row.outcome for row in done.rows))
    return Rows(not dry_run and not refused, counts, list(done.rows))


def _known(name: str) -> None:
    if name not in LISTS:
        raise NotFound(f"There is no list “{name}”.")


def _finding(name: str, row: RowResult) -> Finding:
    place = ", ".join(part for part in (f"line {row.line}" if row.line else row.key, row.column) if part)
    return Finding(row.code, "error", place, row.text, row.hint, f"{name}.csv")


HANDLERS = (write_table, replace_table, extend_table)
