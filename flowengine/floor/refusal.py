"""Refusal: why an agent's event is stale or not allowed; looking changes nothing."""

from flowengine.floor.event import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    DevicePresenceReported,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    Refusable,
    WrapUpEnded,
)
from flowengine.floor.reservation import Reservation
from flowengine.floor.state import FloorState


def refusal(s: FloorState, event: Refusable) -> str | None:
    """One sentence for the agent, or None if the event may be applied."""
    match event:
        case OfferAccepted() | OfferDeclined():
            return _not_in(s, event.reservation, event.agent, ("pending",), "This offer is no longer open.")
        case AgentSpoke():
            return _not_in(s, event.reservation, event.agent, ("connected",), "This conversation is not open.")
        case AgentHungUp():
            return _not_in(s, event.reservation, event.agent, ("accepted", "connected"), "This conversation is over.")
        case WrapUpEnded():
            return _wrap_up(s, event)
        case AgentSignedIn() | AgentSignedOut() | DevicePresenceReported() | PresenceSet():
            agent = s.agents.get(event.agent)
            if agent is None or (isinstance(event, AgentSignedIn) and not agent.memberships):
                return f"{event.agent} is not an agent of any contact center."
            return "Sign in first." if isinstance(event, PresenceSet) and not agent.signed_in else None
    return None


def _not_in(s: FloorState, reservation: str, agent: str, states: tuple[str, ...], otherwise: str) -> str | None:
    found = s.reservations.get(reservation)
    if found is not None and found.agent != agent:
        return "This was offered to somebody else."
    return None if found is not None and found.state in states else otherwise


def _wrap_up(s: FloorState, event: WrapUpEnded) -> str | None:
    refused = _not_in(s, event.reservation, event.agent, ("wrapping",), "There is no wrap-up to end.")
    if refused is None and _is_mandatory(s, s.reservations[event.reservation]) and not event.disposition:
        return "This contact center wants a disposition before wrap-up ends."
    return refused


def _is_mandatory(s: FloorState, reservation: Reservation) -> bool:
    return s.queues[reservation.contact_center].settings.wrap_up_mode == "mandatory"
