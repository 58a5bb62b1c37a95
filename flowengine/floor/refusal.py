"""Refusal: why an agent's event is stale or not allowed, as one sentence, or None; looking changes nothing."""

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
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.floor.state import FloorState

NO_CONVERSATION = "This conversation is not open."


def answer(s: FloorState, event: OfferAccepted | OfferDeclined) -> str | None:
    """Only the agent that is asked, and only as long as it rings."""
    return _not_in(s, event.reservation, event.agent, ("pending",), "This offer is no longer open.")


def talk(s: FloorState, event: AgentSpoke | HoldSet) -> str | None:
    """Only in the agent's own conversation."""
    return _not_in(s, event.reservation, event.agent, ("connected",), NO_CONVERSATION)


def hang_up(s: FloorState, event: AgentHungUp) -> str | None:
    """An accepted offer may be given up too."""
    return _not_in(s, event.reservation, event.agent, ("accepted", "connected"), "This conversation is over.")


def note(s: FloorState, event: WorkNoted) -> str | None:
    """While talking or writing up, and with a disposition that is listed."""
    refused = _not_in(s, event.reservation, event.agent, ("connected", "wrapping"), NO_CONVERSATION)
    return refused or _disposition(s, event.reservation, event.disposition)


def signed_in(s: FloorState, event: AgentSignedIn) -> str | None:
    """Only an agent of some contact center."""
    agent = s.agents.get(event.agent)
    return None if agent is not None and agent.memberships else _stranger(event.agent)


def signed_out(s: FloorState, event: AgentSignedOut) -> str | None:
    """Only an agent."""
    return None if event.agent in s.agents else _stranger(event.agent)


def presence(s: FloorState, event: PresenceSet) -> str | None:
    """Who is not signed in intends nothing."""
    agent = s.agents.get(event.agent)
    if agent is None:
        return _stranger(event.agent)
    return None if agent.signed_in else "Sign in first."


def device(s: FloorState, event: DevicePresenceReported) -> str | None:
    """Only devices that the directory names may report."""
    agent = s.agents.get(event.agent)
    if agent is None:
        return _stranger(event.agent)
    return None if event.device in agent.devices else f"“{event.device}” is not a device of {agent.name}."


def transfer(s: FloorState, event: WorkTransferred) -> str | None:
    """Only the agent's own conversation, and to somebody who is there."""
    refused = _not_in(s, event.reservation, event.agent, ("connected",), NO_CONVERSATION)
    if refused is not None:
        return refused
    if event.to_agent:
        if event.to_agent == event.agent:
            return "This caller is talking with you already."
        return None if event.to_agent in s.agents else _stranger(event.to_agent)
    queue = s.queues.get(event.contact_center)
    if event.contact_center and (queue is None or not queue.settings.enabled):
        return f"{event.contact_center} takes nobody."
    return None


def wrap_up(s: FloorState, event: WrapUpEnded) -> str | None:
    """A contact center may want to know the outcome first."""
    refused = _not_in(s, event.reservation, event.agent, ("wrapping",), "There is no wrap-up to end.")
    if refused is not None:
        return refused
    reservation = s.reservations[event.reservation]
    is_mandatory = s.queues[reservation.contact_center].settings.wrap_up_mode == "mandatory"
    if is_mandatory and not (event.disposition or reservation.disposition):
        return "This contact center wants a disposition before wrap-up ends."
    return _disposition(s, event.reservation, event.disposition)


def _stranger(agent: str) -> str:
    return f"{agent} is not an agent of any contact center."


def _not_in(s: FloorState, reservation: str, agent: str, states: tuple[str, ...], otherwise: str) -> str | None:
    found = s.reservations.get(reservation)
    if found is not None and found.agent != agent:
        return "This was offered to somebody else."
    return None if found is not None and found.state in states else otherwise


def _disposition(s: FloorState, reservation: str, disposition: str) -> str | None:
    """A contact center that lists none takes any word."""
    contact_center = s.reservations[reservation].contact_center
    listed = s.queues[contact_center].settings.dispositions
    if disposition and listed and disposition not in listed:
        return f"“{disposition}” is not a disposition of {contact_center}."
    return None
