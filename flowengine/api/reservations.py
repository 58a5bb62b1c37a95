"""/api/reservations/{id}: what an agent does with an offered dialogue; the floor refuses what is another's or stale."""

from typing import Any

from litestar import post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from flowengine.api.given import ThePrincipal, TheServices
from flowengine.api.services import Services
from flowengine.errors import NotFound, RequestRefused
from flowengine.identity.principal import Principal
from flowengine.messages import AgentHungUp, AgentSpoke, Event, OfferAccepted, OfferDeclined, WrapUpEnded

LONGEST_TEXT = 2000


class Done(Struct, frozen=True):
    """`state`: what the reservation is after it."""

    reservation: str
    state: str


class Disposition(Struct, frozen=True, forbid_unknown_fields=True):
    """A key of the contact center's list, or empty."""

    disposition: str = ""


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    text: str


@post("/api/reservations/{id:str}/accept", status_code=200, summary="Accept an offer", tags=["desk"])
async def accept(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> Done:  # noqa: A002  # the path's word
    """The caller is connected next. An offer that is over is refused."""
    return await _act(services, principal, OfferAccepted(reservation=id, agent=principal.desk))


@post("/api/reservations/{id:str}/decline", status_code=200, summary="Decline an offer", tags=["desk"])
async def decline(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> Done:  # noqa: A002  # the path's word
    """The dialogue keeps its place and is offered to another."""
    return await _act(services, principal, OfferDeclined(reservation=id, agent=principal.desk))


@post("/api/reservations/{id:str}/hang-up", status_code=200, summary="End the conversation", tags=["desk"])
async def hang_up(id: FromPath[str], principal: ThePrincipal, services: TheServices) -> Done:  # noqa: A002  # the path's word
    """The flow goes on with the caller where it says so; wrap-up begins."""
    return await _act(services, principal, AgentHungUp(reservation=id, agent=principal.desk))


@post("/api/reservations/{id:str}/wrap-up", status_code=200, summary="End wrap-up", tags=["desk"])
async def wrap_up(
    id: FromPath[str],  # noqa: A002  # the path's word
    data: JSONBody[Disposition],
    principal: ThePrincipal,
    services: TheServices,
) -> Done:
    """The reservation is completed with its disposition; the agent is free."""
    event = WrapUpEnded(reservation=id, agent=principal.desk, disposition=data.disposition[:64])
    return await _act(services, principal, event)


@post("/api/reservations/{id:str}/say", status_code=200, summary="Write to the caller", tags=["desk"])
async def say(
    id: FromPath[str],  # noqa: A002  # the path's word
    data: JSONBody[Words],
    principal: ThePrincipal,
    services: TheServices,
) -> Done:
    """One message in a connected chat, at most 2,000 characters."""
    if not data.text.strip() or len(data.text) > LONGEST_TEXT:
        raise RequestRefused(f"A message has between 1 and {LONGEST_TEXT} characters.", code="text_length")
    return await _act(services, principal, AgentSpoke(reservation=id, agent=principal.desk, text=data.text))


async def _act(
    services: Services,
    principal: Principal,
    event: OfferAccepted | OfferDeclined | AgentHungUp | WrapUpEnded | AgentSpoke,
) -> Done:
    """Another agent's reservation, a foreign tenant's and an unknown one look the same: not found."""
    if event.reservation not in await _held(services, principal):
        raise NotFound("There is no such reservation at this desk.")
    submitted: Event = event
    await services.runtime.submit(principal.tenant, submitted)
    return Done(event.reservation, (await _held(services, principal)).get(event.reservation, "over"))


async def _held(services: Services, principal: Principal) -> dict[str, str]:
    agent: Any = await services.look.agent(principal.tenant, principal.desk) or {}
    return {held["reservation"]: held["state"] for held in agent.get("reservations", ())}


HANDLERS = (accept, decline, hang_up, wrap_up, say)
