"""/api/contact-centers/{…}, /api/addresses/{…}, /api/users/{…}: each thing by itself, with ETag and If-Match."""

from typing import Annotated, Any

from litestar import Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct, field

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.steering import directory_for, put_thing, read_thing, remove_thing, submit
from flowengine.tenancy.change import Change
from flowengine.tenancy.copy import like

Asked = Request[Any, Any, Any]
Document = dict[str, Any]


class Copied(Struct, frozen=True, forbid_unknown_fields=True):
    """`changes`: a JSON merge patch over the settings of the original (null takes a field away)."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    changes: dict[str, Any] = field(default_factory=dict)


@get("/api/contact-centers/{contact_center:str}", summary="A contact center", tags=["directory"])
async def read_contact_center(
    contact_center: FromPath[str], principal: ThePrincipal, services: TheServices
) -> Response[Document]:
    """Its settings, skills and dispositions as in the tenant file, with ETag."""
    return read_thing(services, principal, "contact_center", contact_center)


@put("/api/contact-centers/{contact_center:str}", summary="Set a contact center", tags=["directory"])
async def put_contact_center(
    contact_center: FromPath[str],
    data: JSONBody[Document],
    request: Asked,
    principal: ThePrincipal,
    services: TheServices,
) -> Response[Document]:
    """All of its settings, in place of those before. Needs If-Match with the ETag, or If-None-Match: * for a new one.
    A skill that somebody holds is not taken away; the answer says who holds it."""
    return await put_thing(services, principal, Change("contact_center", contact_center, data), request)


@delete(
    "/api/contact-centers/{contact_center:str}", status_code=204, summary="Remove a contact center", tags=["directory"]
)
async def remove_contact_center(
    contact_center: FromPath[str], request: Asked, principal: ThePrincipal, services: TheServices
) -> None:
    """One that nobody uses. Needs If-Match. Who waits there is still served."""
    await remove_thing(services, principal, "contact_center", contact_center, request)


@post("/api/contact-centers/{contact_center:str}/copies", summary="Copy a contact center", tags=["directory"])
async def copy_contact_center(
    contact_center: FromPath[str], data: JSONBody[Copied], principal: ThePrincipal, services: TheServices
) -> Response[Document]:
    """A contact center like this one, with these changes: settings, skills and dispositions come along. Addresses,
    members and flows stay where they are: its callers go straight to its queue until a flow is published for it."""
    change = like(directory_for(services, principal.tenant), contact_center, data.name, data.changes)
    await submit(services, principal, [change], bases=[""])
    made = read_thing(services, principal, "contact_center", data.name)
    return Response(made.content, status_code=201, headers=made.headers)


@get("/api/addresses/{address:str}", summary="An address", tags=["directory"])
async def read_address(address: FromPath[str], principal: ThePrincipal, services: TheServices) -> Response[Document]:
    """Its kind, title and link, with ETag."""
    return read_thing(services, principal, "address", address)


@put("/api/addresses/{address:str}", summary="Set an address", tags=["directory"])
async def put_address(
    address: FromPath[str], data: JSONBody[Document], request: Asked, principal: ThePrincipal, services: TheServices
) -> Response[Document]:
    """A number, a range of numbers, a chat entry, a SIP URI, an e-mail address, or the catch-all of a kind. A second
    link is refused: save it without a link first. Needs If-Match, or If-None-Match: * for a new one."""
    return await put_thing(services, principal, Change("address", address, data), request)


@delete("/api/addresses/{address:str}", status_code=204, summary="Remove an address", tags=["directory"])
async def remove_address(
    address: FromPath[str], request: Asked, principal: ThePrincipal, services: TheServices
) -> None:
    """Who is on the line stays on it. Needs If-Match."""
    await remove_thing(services, principal, "address", address, request)


@get("/api/users/{user:str}", summary="A user", tags=["directory"])
async def read_user(user: FromPath[str], principal: ThePrincipal, services: TheServices) -> Response[Document]:
    """Roles, memberships with levels, capacity, devices and licences, with ETag."""
    return read_thing(services, principal, "user", user)


@put("/api/users/{user:str}", summary="Set a user", tags=["directory"])
async def put_user(
    user: FromPath[str], data: JSONBody[Document], request: Asked, principal: ThePrincipal, services: TheServices
) -> Response[Document]:
    """All of it, in place of what was. Needs If-Match, or If-None-Match: * for a new one."""
    return await put_thing(services, principal, Change("user", user, data), request)


@delete("/api/users/{user:str}", status_code=204, summary="Remove a user", tags=["directory"])
async def remove_user(user: FromPath[str], request: Asked, principal: ThePrincipal, services: TheServices) -> None:
    """Signed out at the next request; a conversation goes on to its end. Needs If-Match. The last administrator of the
    tenant stays."""
    await remove_thing(services, principal, "user", user, request)


HANDLERS = (
    read_contact_center, put_contact_center, remove_contact_center, copy_contact_center, read_address, put_address,
    remove_address, read_user, put_user, remove_user,
)  # fmt: skip  # a list reads better than one item a line
