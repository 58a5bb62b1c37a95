"""Reservation: one agent offered one dialogue, from the offer to the end of wrap-up."""

from typing import Literal, TypeAlias

from msgspec import Struct

from flowengine.messages import Channel

ReservationState: TypeAlias = Literal["pending", "accepted", "connected", "wrapping"]

CAPACITY = 3  # of every agent; a voice dialogue takes it whole, so no chat is beside it
COST: dict[str, int] = {"voice": 3, "chat": 1, "message": 1}


class Reservation(Struct, kw_only=True, gc=False):
    """Live reservations only: one that was completed, rejected, timed out, canceled or failed is gone from the floor.

    `dialogue` is held while pending, accepted and connected; wrap-up belongs to the agent alone.
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
