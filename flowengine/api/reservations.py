"""/api/reservations/{id}: what an agent does with an offered dialogue; the floor refuses what is another's or stale."""

from typing import Annotated, Any, TypeAlias

from litestar import post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct, field

from flowengine.api.given import TheKey, ThePrincipal, TheServices, desk_event_id
from flowengine.api.services import Services
from flowengine.errors import NotFound, Overloaded, RequestRefused
from flowengine.identity.principal import Principal
from flowengine.messages import (
    AgentHungUp,
    AgentSpoke,
    Event,
    HoldSet,
    OfferAccepted,
    OfferDeclined,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)

LONGEST_TEXT = 2000
UNKNOWN = "There is no such reservation at this desk."
LONGEST_NOTE = 4000


OfDesk: TypeAlias = (
    OfferAccepted | OfferDeclined | AgentHungUp | AgentSpoke | HoldSet | WorkTransferred | WorkNoted | WrapUpEnded
)


class Done(Struct, frozen=True):
    """`state`: what the reservation is after it."""

    reservation: str
    state: str


class Noted(Struct, frozen=True, forbid_unknown_fields=True):
    """`disposition`: a key of the contact center's list, or empty; `note`: in the agent's own words."""

    disposition: Annotated[str, Meta(max_length=64)] = ""
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""


class Hold(Struct, frozen=True, forbid_unknown_fields=True):
    held: bool


class Transfer(Struct, frozen=True, forbid_unknown_fields=True):
    """To the queue of a contact center, with the skills that it shall ask for; to an agent first; or to a number.
    `keep_age`: what the caller waited before counts there."""

    contact_center: Annotated[str, Meta(max_length=64)] = ""
    to_agent: Annotated[str, Meta(max_length=128)] = ""
    number: Annotated[str, Meta(max_length=64)] = ""
    skills: Annotated[dict[str, int], Meta(max_length=20)] = field(default_factory=dict)
    keep_age: bool = True


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    text: str


@post("/api/reservations/{id:str}/accept", status_code=200, summary="Accept an offer", tags=["desk"])
async def accept(id: FromPath[str], principal: ThePrincipal, services: TheServices, key: TheKey = "") -> Done:  # noqa: A002  # the path's word
    """The caller is connected next. An offer that is over is refused."""
    return await _act(services, principal, key, OfferAccepted(reservation=id, agent=principal.desk))


@post("/api/reservations/{id:str}/decline", status_code=200, summary="Decline an offer", tags=["desk"])
async def decline(id: FromPath[str], principal: ThePrincipal, services: TheServices, key: TheKey = "") -> Done:  # noqa: A002  # the path's word
    """The dialogue keeps its place and is offered to another."""
    return await _act(services, principal, key, OfferDeclined(reservation=id, agent=principal.desk))


@post("/api/reservations/{id:str}/hang-up", status_code=200, summary="End the conversation", tags=["desk"])
async def hang_up(id: FromPath[str], principal: ThePrincipal, services: TheServices, key: TheKey = "") -> Done:  # noqa: A002  # the path's word
    """The flow goes on with the caller where it says so; wrap-up begins."""
    return await _act(services, principal, key, AgentHungUp(reservation=id, agent=principal.desk))


@post("/api/reservations/{id:str}/wrap-up", status_code=200, summary="End wrap-up", tags=["desk"])
async def wrap_up(
    id: FromPath[str],  # noqa: A002  # the path's word
    data: JSONBody[Noted],
    principal: ThePrincipal,
    services: TheServices,
    key: TheKey = "",
) -> Done:
    """The reservation is completed with its disposition and note; the agent is free."""
    event = WrapUpEnded(reservation=id, agent=principal.desk, disposition=data.disposition, note=data.note)
    return await _act(services, principal, key, event)


@post("/api/reservations/{id:str}/note", status_code=200, summary="Note what it is about", tags=["desk"])
async def note(
    id: FromPath[str],  # noqa: A002  # the path's word
    data: JSONBody[Noted],
    principal: ThePrincipal,
    services: TheServices,
    key: TheKey = "",
) -> Done:
    """While talking or writing up. The last disposition counts; every note is kept."""
    event = WorkNoted(reservation=id, agent=principal.desk, disposition=data.disposition, note=data.note)
    return await _act(services, principal, key, event)


@post("/api/reservations/{id:str}/hold", status_code=200, summary="Put the caller on hold, or off", tags=["desk"])
async def hold(
    id: FromPath[str],  # noqa: A002  # the path's word
    data: JSONBody[Hold],
    principal: ThePrincipal,
    services: TheServices,
    key: TheKey = "",
) -> Done:
    """The caller hears music until the agent is back, or the conversation is over."""
    return await _act(services, principal, key, HoldSet(reservation=id, agent=principal.desk, held=data.held))


@post("/api/reservations/{id:str}/transfer", status_code=200, summary="Hand the caller on", tags=["desk"])
async def transfer(
    id: FromPath[str],  # noqa: A002  # the path's word
    data: JSONBody[Transfer],
    principal: ThePrincipal,
    services: TheServices,
    key: TheKey = "",
) -> Done:
    """The agent is done with the conversation and goes to wrap-up; the caller waits in the other queue, or is put
    through to the number. If nobody answers there, the caller waits where he waited before."""
    event = WorkTransferred(
        reservation=id,
        agent=principal.desk,
        contact_center=data.contact_center,
        to_agent=data.to_agent,
        number=data.number,
        skills=data.skills,
        keep_age=data.keep_age,
    )
    return await _act(services, principal, key, event)


@post("/api/reservations/{id:str}/say", status_code=200, summary="Write to the caller", tags=["desk"])
async def say(
    id: FromPath[str],  # noqa: A002  # the path's word
    data: JSONBody[Words],
    principal: ThePrincipal,
    services: TheServices,
    key: TheKey = "",
) -> Done:
    """One message in a connected chat, at most 2,000 characters."""
    if not data.text.strip() or len(data.text) > LONGEST_TEXT:
        raise RequestRefused(f"A message has between 1 and {LONGEST_TEXT} characters.", code="text_length")
    return await _act(services, principal, key, AgentSpoke(reservation=id, agent=principal.desk, text=data.text))


async def _act(services: Services, principal: Principal, key: str, event: OfDesk) -> Done:
    """Another agent's reservation, a foreign tenant's and an unknown one look the same: not found. With a key it has
    the effect of once, also when it is sent again after the reservation was over by it."""
    is_held = event.reservation in await _held(services, principal)
    if not is_held and not key:
        raise NotFound(UNKNOWN)
    submitted: Event = event
    try:
        await services.runtime.submit(principal.tenant, submitted, desk_event_id(principal.desk, key))
    except RequestRefused as refusal:
        if is_held or isinstance(refusal, Overloaded):
            raise
        raise NotFound(UNKNOWN) from None
    return Done(event.reservation, (await _held(services, principal)).get(event.reservation, "over"))


async def _held(services: Services, principal: Principal) -> dict[str, str]:
    agent: Any = await services.look.agent(principal.tenant, principal.desk) or {}
    return {held["reservation"]: held["state"] for held in agent.get("reservations", ())}


HANDLERS = (accept, decline, hang_up, hold, transfer, note, wrap_up, say)
