"""Desk: agents sign in and out, say what they intend, and their devices report."""

from flowengine.floor.agent import Agent
from flowengine.floor.command import CancelTimer, StartTimer
from flowengine.floor.event import AgentSignedIn, AgentSignedOut, DevicePresenceReported, PresenceSet
from flowengine.floor.presence import DeviceReport
from flowengine.floor.route import withdraw_offers
from flowengine.floor.state import FloorState
from flowengine.floor.step import release, to_back_of_line


def signed_in(s: FloorState, event: AgentSignedIn) -> None:
    """Here and available; a second sign-in changes nothing."""
    agent = s.agents[event.agent]
    if agent.signed_in:
        return
    agent.signed_in = True
    agent.presence.set_now("available", "")
    to_back_of_line(s, agent)
    release(s, agent)


def signed_out(s: FloorState, event: AgentSignedOut) -> None:
    """Gone for new work: offers go to others, live conversations go on to their end."""
    agent = s.agents[event.agent]
    if agent.signed_in:
        sign_out(s, agent)


def sign_out(s: FloorState, agent: Agent) -> None:
    """The agent is asked no more and drains."""
    agent.signed_in = False
    agent.presence.set_now("offline", "")
    agent.misses.clear()
    unblock(s, agent)
    s.index.refresh(agent)  # whoever is asked next is not him, nor is he counted as being here
    withdraw_offers(s, agent)
    release(s, agent)


def unblock(s: FloorState, agent: Agent) -> None:
    """By own action: the timer is not awaited any more."""
    if agent.blocked_until_ms:
        agent.blocked_until_ms = 0
        s.out.append(CancelTimer("agent", agent.id, "unblock"))


def block_over(s: FloorState, agent: Agent) -> None:
    """The block has lasted long enough."""
    if agent.blocked_until_ms:
        agent.blocked_until_ms = 0
        to_back_of_line(s, agent)
        release(s, agent)


def presence_set(s: FloorState, event: PresenceSet) -> None:
    """The intent holds at once, or after the present work; either way unanswered offers go to others."""
    agent = s.agents[event.agent]
    was_routable = agent.is_routable()
    if event.intent == "available":
        agent.presence.set_now("available", "")
        unblock(s, agent)
        if agent.is_routable() and not was_routable:
            to_back_of_line(s, agent)
    else:
        if agent.is_working():
            agent.presence.set_next(event.intent, event.reason)
        else:
            agent.presence.set_now(event.intent, event.reason)
        s.index.refresh(agent)
        withdraw_offers(s, agent)
    release(s, agent)


def device_reported(s: FloorState, event: DevicePresenceReported) -> None:
    """A device's word counts until it expires; an offer that rings already is not taken back by it."""
    agent = s.agents[event.agent]
    was_routable = agent.is_routable()
    until_ms = s.at_ms + event.expires_s * 1000
    agent.presence.devices[event.device] = DeviceReport(event.presence, until_ms)
    s.out.append(StartTimer("agent", agent.id, f"device:{event.device}", until_ms))
    settle_devices(s, agent, was_routable=was_routable)


def device_expired(s: FloorState, agent: Agent, device: str) -> None:
    """The device has not spoken for too long: its word counts no more."""
    was_routable = agent.is_routable()
    if agent.presence.devices.pop(device, None) is not None:
        settle_devices(s, agent, was_routable=was_routable)


def forget_devices(s: FloorState, agent: Agent) -> None:
    """Devices that are not the agent's any more count no more; the agent is released with all that changed for him."""
    gone = [device for device in agent.presence.devices if device not in agent.devices]
    if not gone:
        return
    was_routable = agent.is_routable()
    for device in gone:
        del agent.presence.devices[device]
        s.out.append(CancelTimer("agent", agent.id, f"device:{device}"))
    if agent.is_routable() and not was_routable:
        to_back_of_line(s, agent)


def settle_devices(s: FloorState, agent: Agent, *, was_routable: bool) -> None:
    """An agent whose devices became free is free from now on."""
    if agent.is_routable() and not was_routable:
        to_back_of_line(s, agent)
    release(s, agent)
