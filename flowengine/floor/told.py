"""Told: what the trace says of a wait, a reservation and an agent's desk, as plain JSON, for who asks why later.

The words are those of the rows (row.py), so that a row can be made of them again. What is not said is at its default;
nothing personal is among them, nor what no answer to why needs. tests/laws/test_told.py holds both together.
"""

from typing import Any, TypeAlias

from msgspec import to_builtins

from flowengine.floor.agent import Agent
from flowengine.floor.reservation import Reservation
from flowengine.floor.row import AGENT_VERSION, ENTRY_VERSION
from flowengine.floor.wait import Wait

Told: TypeAlias = dict[str, Any]


def told_wait(wait: Wait) -> Told:
    """A wait as the floor keeps it from now on."""
    home = wait.entries[wait.home]
    told: Told = {
        "v": ENTRY_VERSION, "contact_center": wait.home, "channel": wait.channel,
        "requirements": home.requirements.copy(), "rank": list(wait.rank), "enqueued_ms": wait.enqueued_ms,
        "begun_ms": wait.begun_ms, "when_unstaffed": wait.when_unstaffed,
    }  # fmt: skip  # one line per thought
    if wait.leave_by_ms is not None:
        told["leave_by_ms"] = wait.leave_by_ms
    if wait.step != 1:
        told["step"] = wait.step
    if wait.exclusions:
        told["exclusions"] = wait.exclusions.copy()
    if wait.steps:
        told["steps"] = [to_builtins(step) for step in wait.steps]
    if len(wait.entries) > 1:
        others = (entry for entry in wait.entries.values() if entry is not home)
        told["others"] = [[entry.contact_center, entry.requirements.copy()] for entry in others]
    for name in ("overdue", "preferred", "redial_ms", "held_until_ms", "waited_ms", "step_due_ms", "direct"):
        if value := getattr(wait, name):
            told[name] = value
    return told


def told_reservation(reservation: Reservation) -> Told:
    """A reservation as the floor keeps it from now on; whose it is stands beside it."""
    told: Told = {
        "v": reservation.v, "sequence": reservation.sequence, "contact_center": reservation.contact_center,
        "channel": reservation.channel, "created_ms": reservation.created_ms, "expires_ms": reservation.expires_ms,
        "requirements": reservation.requirements.copy(), "cost": reservation.cost, "home": reservation.home,
    }  # fmt: skip  # one line per thought
    if reservation.state != "pending":
        told["state"] = reservation.state
        told["accepted_ms"], told["connected_ms"] = reservation.accepted_ms, reservation.connected_ms
        told["closed_ms"], told["wrap_up_until_ms"] = reservation.closed_ms, reservation.wrap_up_until_ms
        told["held_since_ms"], told["held_ms"] = reservation.held_since_ms, reservation.held_ms
    if reservation.waited_ms:
        told["waited_ms"] = reservation.waited_ms
    return told


def told_desk(agent: Agent) -> Told:
    """An agent's presence from now on."""
    presence = agent.presence
    told: Told = {"v": AGENT_VERSION, "signed_in": agent.signed_in, "intent": presence.intent}
    if presence.reason:
        told["reason"] = presence.reason
    if presence.next_intent is not None:
        told["next_intent"], told["next_reason"] = presence.next_intent, presence.next_reason
    if presence.devices:
        told["devices"] = to_builtins(presence.devices)
    if agent.blocked_until_ms:
        told["blocked_until_ms"] = agent.blocked_until_ms
    if agent.since_ms:
        told["since_ms"] = agent.since_ms
    return told
