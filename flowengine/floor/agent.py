"""Agent: memberships, presence and present work of one person, tenant-wide; the state word is derived, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from flowengine.floor.command import AgentState
from flowengine.floor.event import WHOLE, Capacity
from flowengine.floor.presence import EXCLUDING, Presence
from flowengine.floor.reservation import Reservation, ReservationState
from flowengine.messages import Channel, Requirements

if TYPE_CHECKING:
    from flowengine.floor.group import Filed

IdleKey: TypeAlias = tuple[int, int, str]  # load, idle sequence, agent: never two alike

WORD_OF: dict[ReservationState, AgentState] = {
    "pending": "offered", "accepted": "busy", "connected": "busy", "wrapping": "wrapping",
}  # fmt: skip  # one line per thought


class Agent:
    """`load` is the sum of the costs of `reservations`, `live` their number by channel; `idle_sequence` counts up each
    time the agent becomes free. `most` limits a channel for this agent alone; `devices` may report presence.

    `told` is the state word that was told last, `told_reason` why it was so; they hold since `since_ms`. `idle_key` is
    set while the index offers the agent for work, `filed` is its place there.
    """

    __slots__ = (
        "blocked_until_ms", "devices", "filed", "id", "idle_key", "idle_sequence", "live", "load", "memberships",
        "misses", "most", "name", "presence", "reservations", "signed_in", "since_ms", "told",
        "told_reason",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, agent: str) -> None:
        self.id = self.name = agent
        self.memberships: dict[str, dict[str, int]] = {}
        self.most: dict[str, int] = {}
        self.devices: tuple[str, ...] = ()
        self.signed_in = False
        self.presence = Presence()
        self.blocked_until_ms = 0
        self.misses: dict[str, int] = {}
        self.idle_sequence = 0
        self.load = 0
        self.live: dict[str, int] = {}
        self.reservations: dict[str, Reservation] = {}
        self.told: AgentState = "signed_out"
        self.told_reason = ""
        self.since_ms = 0
        self.idle_key: IdleKey | None = None
        self.filed: Filed | None = None

    def is_routable(self) -> bool:
        """Whether offers may come as far as the agent goes: every conjunct is a reason in reason.py."""
        if self.load >= WHOLE or not self.signed_in or self.blocked_until_ms or not self.presence.is_open():
            return False
        return not self.reservations or not self.is_wrapping()

    def take(self, reservation: Reservation) -> None:
        """The reservation is live: its capacity is used."""
        self.reservations[reservation.id] = reservation
        self.load += reservation.cost
        self.live[reservation.channel] = self.live.get(reservation.channel, 0) + 1

    def drop(self, reservation: Reservation) -> None:
        """The reservation is over: its capacity is free."""
        del self.reservations[reservation.id]
        self.load -= reservation.cost
        self.live[reservation.channel] -= 1

    def has_room(self, channel: Channel, capacity: Capacity) -> bool:
        """Whether one more dialogue of the channel fits beside the present work."""
        live = self.live.get(channel, 0)
        return self.load + capacity.cost <= WHOLE and live < min(capacity.most, self.most.get(channel, capacity.most))

    def is_staffed(self) -> bool:
        """Whether the agent is here: signed in and not about to be offline, free or not."""
        return self.signed_in and self.presence.intent != "offline"

    def is_wrapping(self) -> bool:
        """Whether a conversation still has to be written up."""
        return any(r.state == "wrapping" for r in self.reservations.values())

    def is_working(self) -> bool:
        """Whether a conversation is accepted, going on or being written up; a mere offer is not work."""
        return any(r.state != "pending" for r in self.reservations.values())

    def meets(self, contact_center: str, requirements: Requirements, defined: frozenset[str]) -> bool:
        """Whether the agent is a member with each skill at its level; one that is not `defined` nobody holds."""
        levels = self.memberships.get(contact_center)
        if levels is None:
            return False
        for skill, level in requirements.items():  # noqa: SIM110  # a generator costs twice as much
            if skill not in defined or levels.get(skill, -1) < level:
                return False
        return True

    def state(self) -> AgentState:
        """One word for desk and trace."""
        if not self.reservations:
            return "signed_out" if not self.signed_in else "idle" if self.is_routable() else "not_routable"
        if self.signed_in and len(self.reservations) == 1:  # by far the most frequent
            return WORD_OF[next(iter(self.reservations.values())).state]
        states = {r.state for r in self.reservations.values()}
        if not self.signed_in:
            return "draining"
        if states & {"accepted", "connected"}:
            return "busy"
        return "offered" if "pending" in states else "wrapping"

    def away_reason(self) -> str:
        """In one word why nothing is offered to the agent, who is here and does not work: what the agent has said, else
        what its intent is, a device says, or that it did not answer."""
        presence = self.presence
        if presence.intent != "available":
            return presence.reason or presence.intent
        word = presence.device_word() if presence.devices else None
        return word if word in EXCLUDING else "no_answer" if self.blocked_until_ms else ""
