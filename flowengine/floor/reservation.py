"""Reservation: one agent offered one dialogue, from the offer to the end of wrap-up."""

from typing import Literal, TypeAlias

from msgspec import Struct

from flowengine.messages import Channel, Requirements

ReservationState: TypeAlias = Literal["pending", "accepted", "connected", "wrapping"]


class Reservation(Struct, kw_only=True, gc=False):
    """Live reservations only: one that was completed, rejected, timed out, canceled or failed is gone from the floor.

    `dialogue` is held while pending, accepted and connected; wrap-up belongs to the agent alone. `cost` is what it
    takes of the agent's capacity, as measured at the offer. `contact_center` is whose agent it is, `home` whose flow
    waits. `waited_ms`: until the offer, over all waits. `held_since_ms`: the caller is on hold since then (0: is not);
    `held_ms`: how long until then. `place` is the wait's, for a transfer that keeps the age. `closed_ms`: the
    conversation is over; `wrap_up_until_ms` 0 while wrapping: until the agent ends it.
    """

    v: int
    sequence: int  # in the tenant: the order in which an agent's reservations are looked at
    id: str
    dialogue: str
    agent: str
    contact_center: str
    channel: Channel
    created_ms: int
    expires_ms: int
    state: ReservationState = "pending"
    kind: Literal["work"] = "work"
    accepted_ms: int = 0
    connected_ms: int = 0
    closed_ms: int = 0
    wrap_up_until_ms: int = 0
    cost: int = 0
    home: str = ""
    requirements: Requirements = {}
    waited_ms: int = 0
    place: tuple[int, int] = (0, 0)
    held_since_ms: int = 0
    held_ms: int = 0
    disposition: str = ""
    test: bool = False
