"""Restore: a floor that knows its directory takes up what was stored; nothing is offered by this."""

from collections.abc import Iterable

from flowengine.floor.in_line import join_all
from flowengine.floor.queue import POSITIONS_TOLD
from flowengine.floor.reservation import Reservation
from flowengine.floor.row import (
    ROW_KINDS,
    known_from,
    place_from,
    reservation_from,
    restore_agent,
    restore_queue,
    sequence_from,
    wait_from_row,
)
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait

__all__ = ["ROW_KINDS", "restore"]


def restore(s: FloorState, rows: Iterable[tuple[str, str, bytes]]) -> None:
    """The rows in any order, by kind, key and body. Those of waits, perhaps 100,000, are not gathered first."""
    by_kind: dict[str, list[tuple[str, str, bytes]]] = {kind: [] for kind in ROW_KINDS}
    waits: list[Wait] = []
    for row in rows:
        kind, key, body = row
        if kind == "entry":
            waits.append(wait_from_row(key, body))
        else:
            by_kind[kind].append(row)
    for _, _, body in by_kind["floor"]:
        s.sequence = sequence_from(body)
    for _, key, body in by_kind["queue"]:
        restore_queue(s.queue_of(key), body)
    for _, key, body in by_kind["known"]:
        _know(s, key, body)
    _keep(s, [body for _, _, body in by_kind["place"]])
    for _, key, body in by_kind["agent"]:
        restore_agent(s.agents.get(key) or s.add_agent(key), body)
    for wait in waits:
        s.waits[wait.dialogue] = wait
        for contact_center in wait.entries:
            if contact_center not in s.queues:
                s.queue_of(contact_center)
    reservations = [reservation_from(body) for _, _, body in by_kind["reservation"]]
    for reservation in sorted(reservations, key=lambda r: r.sequence):
        _reserve(s, reservation)
    _line_up(s)
    s.dirty = {}


def _know(s: FloorState, contact_center: str, body: bytes) -> None:
    queue = s.queue_of(contact_center)
    queue.known = known_from(body)
    s.index.set_known(contact_center, [dict(requirements) for requirements in queue.known])


def _keep(s: FloorState, bodies: list[bytes]) -> None:
    for contact_center, resume_key, place in sorted(map(place_from, bodies), key=lambda kept: kept[2].order):
        s.places.setdefault(contact_center, {})[resume_key] = place


def _reserve(s: FloorState, reservation: Reservation) -> None:
    s.agents[reservation.agent].take(reservation)
    s.reservations[reservation.id] = reservation
    if reservation.state != "wrapping":
        s.work[reservation.dialogue] = reservation
    if reservation.state in ("pending", "accepted"):
        s.waits[reservation.dialogue].reservation = reservation.id


def _line_up(s: FloorState) -> None:
    waiting = []
    for name, wait in s.waits.items():
        if wait.reservation or wait.held_until_ms:
            s.aside[name] = wait
        else:
            waiting.append(wait)
    join_all(s, waiting)
    for queue in s.queues.values():
        queue.told = queue.line.head(POSITIONS_TOLD)
    for agent in s.agents.values():
        s.index.refresh(agent)
        agent.told = agent.state()
        agent.told_reason = agent.away_reason() if agent.told == "not_routable" else ""
