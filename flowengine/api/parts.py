"""Skills, dispositions, away reasons and CTI licences: what stands inside contact centers, tenant and users."""

from typing import Annotated, Any

from litestar import delete, get, put
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Services
from flowengine.api.steering import directory_for, submit
from flowengine.errors import NotFound
from flowengine.identity.principal import Principal
from flowengine.tenancy.change import Change
from flowengine.tenancy.directory import things_of, written


class Titled(Struct, frozen=True, forbid_unknown_fields=True):
    """What people read."""

    title: Annotated[str, Meta(max_length=200)]


class Seats(Struct, frozen=True, forbid_unknown_fields=True):
    """How many people may hold a licence of the platform at once."""

    seats: Annotated[int, Meta(ge=0, le=1_000_000)]


@put("/api/contact-centers/{contact_center:str}/skills/{skill:str}", summary="Define a skill", tags=["directory"])
async def put_skill(
    contact_center: FromPath[str],
    skill: FromPath[str],
    data: JSONBody[Titled],
    principal: ThePrincipal,
    services: TheServices,
) -> Titled:
    """Agents of the contact center may hold it at a level from 0 to 100."""
    await _set(services, principal, ("contact_center", contact_center, "skills", skill), {"title": data.title})
    return data


@delete(
    "/api/contact-centers/{contact_center:str}/skills/{skill:str}",
    status_code=204,
    summary="Remove a skill",
    tags=["directory"],
)
async def remove_skill(
    contact_center: FromPath[str], skill: FromPath[str], principal: ThePrincipal, services: TheServices
) -> None:
    """One that nobody holds; the refusal says who does."""
    await _set(services, principal, ("contact_center", contact_center, "skills", skill), None)


@put(
    "/api/contact-centers/{contact_center:str}/dispositions/{disposition:str}",
    summary="Define a disposition",
    tags=["directory"],
)
async def put_disposition(
    contact_center: FromPath[str],
    disposition: FromPath[str],
    data: JSONBody[Titled],
    principal: ThePrincipal,
    services: TheServices,
) -> Titled:
    """Agents choose it while they talk or write up."""
    await _set(services, principal, ("contact_center", contact_center, "dispositions", disposition), data.title)
    return data


@delete(
    "/api/contact-centers/{contact_center:str}/dispositions/{disposition:str}",
    status_code=204,
    summary="Remove a disposition",
    tags=["directory"],
)
async def remove_disposition(
    contact_center: FromPath[str], disposition: FromPath[str], principal: ThePrincipal, services: TheServices
) -> None:
    """Nobody can choose it any more; what was chosen stays in the trace."""
    await _set(services, principal, ("contact_center", contact_center, "dispositions", disposition), None)


@get("/api/away-reasons", summary="The away reasons", tags=["directory"])
async def read_away_reasons(principal: ThePrincipal, services: TheServices) -> dict[str, str]:
    """Key -> title, in the order in which a desk shows them."""
    return directory_for(services, principal.tenant).tenant.away_reasons


@put("/api/away-reasons/{reason:str}", summary="Define an away reason", tags=["directory"])
async def put_away_reason(
    reason: FromPath[str], data: JSONBody[Titled], principal: ThePrincipal, services: TheServices
) -> Titled:
    """Agents choose it when they go away."""
    await _set(services, principal, ("tenant", "tenant", "away_reasons", reason), data.title)
    return data


@delete("/api/away-reasons/{reason:str}", status_code=204, summary="Remove an away reason", tags=["directory"])
async def remove_away_reason(reason: FromPath[str], principal: ThePrincipal, services: TheServices) -> None:
    """Who is away for it stays so."""
    await _set(services, principal, ("tenant", "tenant", "away_reasons", reason), None)


@get("/api/licences", summary="The CTI licences", tags=["directory"])
async def read_licences(principal: ThePrincipal, services: TheServices) -> list[Any]:
    """Per platform the seats, how many are given and free, and who holds them."""
    directory = directory_for(services, principal.tenant)
    held = {
        platform: [key for key, user in directory.users.items() if platform in user.licences]
        for platform in directory.tenant.licences
    }
    return [
        {"platform": platform, "seats": seats, "given": len(held[platform]), "free": seats - len(held[platform]),
         "users": held[platform]}
        for platform, seats in directory.tenant.licences.items()
    ]  # fmt: skip  # one platform, one row


@put("/api/licences/{platform:str}", summary="Set the seats of a platform", tags=["directory"])
async def put_seats(
    platform: FromPath[str], data: JSONBody[Seats], principal: ThePrincipal, services: TheServices
) -> Seats:
    """Never fewer than are given."""
    await _set(services, principal, ("tenant", "tenant", "licences", platform), data.seats)
    return data


@delete("/api/licences/{platform:str}", status_code=204, summary="Remove a platform", tags=["directory"])
async def remove_seats(platform: FromPath[str], principal: ThePrincipal, services: TheServices) -> None:
    """One of which nobody holds a licence."""
    await _set(services, principal, ("tenant", "tenant", "licences", platform), None)


@put("/api/users/{user:str}/licences/{platform:str}", status_code=204, summary="Give a licence", tags=["directory"])
async def give_licence(
    user: FromPath[str], platform: FromPath[str], principal: ThePrincipal, services: TheServices
) -> None:
    """Takes a seat of the platform; refused when none is left."""
    await _hold(services, principal, user, platform, held=True)


@delete(
    "/api/users/{user:str}/licences/{platform:str}", status_code=204, summary="Withdraw a licence", tags=["directory"]
)
async def withdraw_licence(
    user: FromPath[str], platform: FromPath[str], principal: ThePrincipal, services: TheServices
) -> None:
    """The seat is free for somebody else at once; one that is not held is withdrawn already."""
    await _hold(services, principal, user, platform, held=False)


async def _set(services: Services, principal: Principal, at: tuple[str, str, str, str], value: Any) -> None:
    """Put a part into its thing (kind, key, field, name), or take it away. Raises NotFound for what is not there."""
    kind, key, field, name = at
    document = _document(services, principal, kind, key)
    parts = dict(document.get(field, {}))
    if value is not None:
        parts[name] = value
    elif parts.pop(name, None) is None:
        raise NotFound(f"There is no “{name}” there.")
    await submit(services, principal, [Change(kind, key, {**document, field: parts})])


async def _hold(services: Services, principal: Principal, user: str, platform: str, *, held: bool) -> None:
    document = _document(services, principal, "user", user)
    before = document.get("licences", [])
    if (platform in before) != held:
        after = [*before, platform] if held else [one for one in before if one != platform]
        await submit(services, principal, [Change("user", user, {**document, "licences": after})])


def _document(services: Services, principal: Principal, kind: str, key: str) -> dict[str, Any]:
    things = things_of(directory_for(services, principal.tenant), kind)
    if key not in things:
        raise NotFound(f"There is no {kind.replace('_', ' ')} “{key}”.")
    found: dict[str, Any] = written(things[key])
    return found


HANDLERS = (
    put_skill, remove_skill, put_disposition, remove_disposition, read_away_reasons, put_away_reason,
    remove_away_reason, read_licences, put_seats, remove_seats, give_licence, withdraw_licence,
)  # fmt: skip  # a list reads better than one item a line
