"""/api/contact-centers, /api/addresses, /api/users, /api/switches: what the tenant's administrators own."""

from typing import Any

import msgspec
from litestar import get, put
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Services
from flowengine.errors import NotFound
from flowengine.messages import DocumentPut, Json
from flowengine.tenancy.directory import Directory


class SwitchSet(Struct, frozen=True, forbid_unknown_fields=True):
    """A switch with its reason; `until_ms` (UTC milliseconds, 0: none) is when it goes off by itself."""

    on: bool
    reason: str = ""
    text: str = ""
    until_ms: int = 0


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


@get("/api/switches/{name:str}", summary="A switch", tags=["directory"])
async def read_switch(name: FromPath[str], principal: ThePrincipal, services: TheServices) -> dict[str, Any]:
    """Whether it is on, its text, its reason and its owner."""
    return _shown(directory_for(services, principal.tenant), name)


@put("/api/switches/{name:str}", summary="Set a switch", tags=["directory"])
async def set_switch(
    name: FromPath[str], data: JSONBody[SwitchSet], principal: ThePrincipal, services: TheServices
) -> dict[str, Any]:
    """Running dialogues see it at once; whoever set it last owns it. Switches are made in the directory, not here."""
    _shown(directory_for(services, principal.tenant), name)
    body = msgspec.json.encode({**msgspec.to_builtins(data), "owner": principal.user}).decode()
    event = DocumentPut(kind="switch", key=name, body=body, base="*", author=principal.user)
    await services.runtime.submit(principal.tenant, event)
    return _shown(directory_for(services, principal.tenant), name)


def directory_for(services: Services, tenant: str) -> Directory:
    directory = services.look.directory(tenant)
    if directory is None:
        raise NotFound("There is no such tenant.")
    return directory


def _shown(directory: Directory, name: str) -> dict[str, Json]:
    switch = directory.switches.get(name)
    if switch is None:
        raise NotFound("There is no such switch.")
    return {"name": name, **msgspec.to_builtins(switch)}


HANDLERS = (contact_centers, addresses, users, read_switch, set_switch)
