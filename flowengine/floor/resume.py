"""Resume: the place of a caller who dropped out of the queue is kept for a while, and taken once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:  # the state keeps the places
    from flowengine.floor.state import FloorState
    from flowengine.floor.wait import Wait


class Place(Struct, frozen=True, gc=False):
    """Kept until `until_ms`: when the caller was enqueued, and as the how many-th; `order` is that of keeping."""

    until_ms: int
    enqueued_ms: int
    sequence: int
    order: int


def keep_place(s: FloorState, wait: Wait) -> None:
    """The caller may come back within the contact center's `resume_s` and stand where he stood."""
    resume_ms = round(s.queues[wait.home].settings.resume_s * 1000)
    _sweep(s, wait.home)
    if resume_ms <= 0:
        return
    kept = s.places.setdefault(wait.home, {})
    kept.pop(wait.resume_key, None)  # the newest goes last
    kept[wait.resume_key] = Place(s.at_ms + resume_ms, wait.enqueued_ms, wait.sequence, s.next_sequence())
    s.dirty["place", f"{wait.home}:{wait.resume_key}"] = None


def take_place(s: FloorState, contact_center: str, resume_key: str) -> Place | None:
    """The place that was kept for this caller here, if it still is; it is given once."""
    _sweep(s, contact_center)
    place = s.places.get(contact_center, {}).pop(resume_key, None)
    if place is None:
        return None
    s.dirty["place", f"{contact_center}:{resume_key}"] = None
    return place if place.until_ms > s.at_ms else None


def _sweep(s: FloorState, contact_center: str) -> None:
    """Forget the oldest places that are kept no more; a shorter `resume_s` may leave some for later."""
    kept = s.places.get(contact_center)
    while kept:
        resume_key = next(iter(kept))
        if kept[resume_key].until_ms > s.at_ms:
            return
        del kept[resume_key]
        s.dirty["place", f"{contact_center}:{resume_key}"] = None
