"""/api/contact-centers, /api/addresses, /api/users: what the tenant's administrators own."""

from typing import Any

import msgspec
from litestar import get

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Services
from flowengine.errors import NotFound
from flowengine.tenancy.directory import Directory


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


def directory_for(services: Services, tenant: str) -> Directory:
    directory = services.look.directory(tenant)
    if directory is None:
        raise NotFound("There is no such tenant.")
    return directory


HANDLERS = (contact_centers, addresses, users)
