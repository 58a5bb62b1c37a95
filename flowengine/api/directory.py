"""/api/directory, /api/tenant and the lists: what the tenant's administrators own, as a whole."""

import asyncio
from typing import Any

import msgspec
from litestar import Request, Response, get, post, put
from litestar.params import FromQuery, JSONBody
from msgspec import Struct

from flowengine.api.exporting import write_down
from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.steering import Changed, change_all, directory_for, put_thing, read_thing
from flowengine.errors import Conflict
from flowengine.lang.canonical import canonical, content_hash
from flowengine.switchboard.sync import FROM_FILE
from flowengine.tenancy.change import Change
from flowengine.tenancy.directory import Directory
from flowengine.tenancy.tenant_file import changes_from, file_of


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing of the directory is to be so; without a value it is to be gone."""

    kind: str
    key: str
    value: Any = None


class Changes(Struct, frozen=True, forbid_unknown_fields=True):
    """Made together, all of them or none; their order does not matter."""

    changes: list[Wanted]
    dry_run: bool = False


@get("/api/directory", summary="The tenant file", tags=["directory"])
async def export(principal: ThePrincipal, services: TheServices) -> Response[str]:
    """The whole directory as one document in its canonical form, the same that an import takes: tenant, contact
    centers, addresses, users, switches, exceptions of schedules, blocked callers. Nothing secret stands in it. The
    audit tells who took it."""
    await write_down(services, principal, "directory")
    directory = directory_for(services, principal.tenant)
    text = await asyncio.to_thread(lambda: canonical(file_of(directory)))  # callers go on meanwhile
    return Response(text, media_type="application/json", headers={"etag": f'"{content_hash(text)}"'})


@put("/api/directory", summary="Import the tenant file", tags=["directory"])
async def take_file(
    data: JSONBody[dict[str, Any]],
    request: Request[Any, Any, Any],
    principal: ThePrincipal,
    services: TheServices,
    dry_run: FromQuery[bool] = False,
) -> Changed:
    """The directory is as the document says, all of it or nothing. What a section does not hold is removed; a section
    that is left out stays as it is. With `dry_run` it is told what would be added, changed, removed, left and refused.
    If-Match with the ETag of an export refuses it when anything changed since. A refusal lists every reason."""
    directory = directory_for(services, principal.tenant)
    expected = request.headers.get("if-match", "").removeprefix("W/").strip('"')
    if expected not in ("", "*") and expected != await asyncio.to_thread(_etag, directory):
        hint = "Export it again, then put both changes together."
        raise Conflict("The directory was changed since it was read.", hint=hint, code="stale_base")
    changes = await asyncio.to_thread(changes_from, directory, data)
    return await change_all(services, principal, changes, dry_run=dry_run, source=FROM_FILE)


def _etag(directory: Directory) -> str:
    return content_hash(canonical(file_of(directory)))


@post("/api/directory/changes", status_code=200, summary="Change the directory", tags=["directory"])
async def change(data: JSONBody[Changes], principal: ThePrincipal, services: TheServices) -> Changed:
    """Many things at once: the one way in for people and places from elsewhere. A thing's `kind` is tenant,
    contact_center, address, user, switch, exception or blocked_caller, its value as in the tenant file."""
    changes = [Change(wanted.kind, wanted.key, wanted.value) for wanted in data.changes]
    return await change_all(services, principal, changes, dry_run=data.dry_run)


@get("/api/tenant", summary="The tenant's own settings", tags=["directory"])
async def read_tenant(principal: ThePrincipal, services: TheServices) -> Response[dict[str, Any]]:
    """Name, region, languages, attributes, away reasons, licences; with ETag."""
    return read_thing(services, principal, "tenant", "tenant")


@put("/api/tenant", summary="Set the tenant's own settings", tags=["directory"])
async def put_tenant(
    data: JSONBody[dict[str, Any]], request: Request[Any, Any, Any], principal: ThePrincipal, services: TheServices
) -> Response[dict[str, Any]]:
    """All of them, in place of those before. Needs If-Match. Id and region stay."""
    return await put_thing(services, principal, Change("tenant", "tenant", data), request)


@get("/api/contact-centers", summary="The contact centers", tags=["directory"])
async def contact_centers(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Each with its settings, and what its queue looks like now."""
    queues = await services.look.queues(principal.tenant)
    return [
        {"name": name, **msgspec.to_builtins(center), "queue": queues.get(name)}
        for name, center in directory_for(services, principal.tenant).contact_centers.items()
    ]


@get("/api/addresses", summary="The addresses and where they lead", tags=["directory"])
async def addresses(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """An address without a link is unlinked: it speaks the tenant's not-in-service prompt."""
    known = directory_for(services, principal.tenant).addresses
    return [{"address": key, **msgspec.to_builtins(address)} for key, address in known.items()]


@get("/api/users", summary="The users", tags=["directory"])
async def users(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Each with roles per contact center ("" is tenant-wide) and memberships with skill levels."""
    known = directory_for(services, principal.tenant).users
    return [{"user": key, **msgspec.to_builtins(user)} for key, user in known.items()]


HANDLERS = (export, take_file, change, read_tenant, put_tenant, contact_centers, addresses, users)
