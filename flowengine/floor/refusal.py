"""Refusal: why an agent's event is stale or not allowed; looking changes nothing."""

from typing import TypeAlias

from flowengine.floor.event import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    DevicePresenceReported,
    HoldSet,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    Refusable,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.floor.state import FloorState

OfAgent: TypeAlias = AgentSignedIn | AgentSignedOut | DevicePresenceReported | PresenceSet
NO_CONVERSATION = "This conversation is not open."


def refusal(s: FloorState, event: Refusable) -> str | None:
    """One sentence for the agent, or None if the event may be applied."""
    match event:
        case OfferAccepted() | OfferDeclined():
            return _not_in(s, event.reservation, event.agent, ("pending",), "This offer is no longer open.")
        case AgentSpoke() | HoldSet():
            return _not_in(s, event.reservation, event.agent, ("connected",), NO_CONVERSATION)
        case AgentHungUp():
            return _not_in(s, event.reservation, event.agent, ("accepted", "connected"), "This conversation is over.")
        case WorkTransferred():
            return _transfer(s, event)
        case WorkNoted():
            refused = _not_in(s, event.reservation, event.agent, ("connected", "wrapping"), NO_CONVERSATION)
            return refused or _disposition(s, event.reservation, event.disposition)
        case WrapUpEnded():
            return _wrap_up(s, event)
        case AgentSignedIn() | AgentSignedOut() | DevicePresenceReported() | PresenceSet():
            return _of_agent(s, event)
    return None


def _of_agent(s: FloorState, event: OfAgent) -> str | None:
    agent = s.agents.get(event.agent)
    if agent is None or (isinstance(event, AgentSignedIn) and not agent.memberships):
        return f"{event.agent} is not an agent of any contact center."
    if isinstance(event, PresenceSet) and not agent.signed_in:
        return "Sign in first."
    if isinstance(event, DevicePresenceReported) and event.device not in agent.devices:
        return f"“{event.device}” is not a device of {agent.name}."
    return None


def _not_in(s: FloorState, reservation: str, agent: str, states: tuple[str, ...], otherwise: str) -> str | None:
    found = s.reservations.get(reservation)
    if found is not None and found.agent != agent:
        return "This was offered to somebody else."
    return None if found is not None and found.state in states else otherwise


def _transfer(s: FloorState, event: WorkTransferred) -> str | None:
    refused = _not_in(s, event.reservation, event.agent, ("connected",), NO_CONVERSATION)
    if refused is not None:
        return refused
    if event.to_agent:
        if event.to_agent == event.agent:
            return "This caller is talking with you already."
        if event.to_agent not in s.agents:
            return f"{event.to_agent} is not an agent of any contact center."
    elif event.contact_center:
        queue = s.queues.get(event.contact_center)
        if queue is None or not queue.settings.enabled:
            return f"{event.contact_center} takes nobody."
    return None


def _wrap_up(s: FloorState, event: WrapUpEnded) -> str | None:
    refused = _not_in(s, event.reservation, event.agent, ("wrapping",), "There is no wrap-up to end.")
    if refused is not None:
        return refused
    reservation = s.reservations[event.reservation]
    is_mandatory = s.queues[reservation.contact_center].settings.wrap_up_mode == "mandatory"
    if is_mandatory and not (event.disposition or reservation.disposition):
        return "This contact center wants a disposition before wrap-up ends."
    return _disposition(s, event.reservation, event.disposition)


def _disposition(s: FloorState, reservation: str, disposition: str) -> str | None:
    """A contact center that lists none takes any word."""
    contact_center = s.reservations[reservation].contact_center
    listed = s.queues[contact_center].settings.dispositions
    if disposition and listed and disposition not in listed:
        return f"“{disposition}” is not a disposition of {contact_center}."
    return None
