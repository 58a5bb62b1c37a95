"""Checks on the wait for an agent and the conversation with one: what a case says of queue, offers and desks."""

from typing import Any

from msgspec import Struct

from flowengine.messages import Json
from flowengine.testbench.document import Between, Hears, QueuedIn
from flowengine.testbench.match import is_near, matches, words_match
from flowengine.testbench.view import Mismatch, View, is_so, told


def queued(wanted: QueuedIn | bool, view: View) -> Mismatch | None:
    instant = view.instant
    there: dict[str, Json] | None = None
    if instant.queued is not None:
        center, asks, priority = instant.queued
        there = {"contact_center": center, "skills": asks[center], "asks": asks, "priority": priority}
        there["position"] = instant.position
    if isinstance(wanted, bool):
        return None if wanted == (there is not None) else Mismatch("queued", wanted, there)
    given = told(wanted)
    figures = {name: given.pop(name) for name in ("estimate_s", "waited_s") if name in given}
    if there is not None and figures:
        there |= _figures(view)
    if there is None or not matches(given, there) or not all(_fits(figures[name], there[name]) for name in figures):
        return Mismatch("queued", {**given, **{name: _shown(figures[name]) for name in figures}}, there)
    return None


def _figures(view: View) -> dict[str, Json]:
    """What only the floor as it is now can tell; of an earlier instant nothing."""
    world = view.world
    if view.instant is not world.story.now:
        return {"estimate_s": None, "waited_s": None}
    why = world.board.floor.why_dialogue(world.story.dialogue, world.now_ms) or {}
    return {"estimate_s": why.get("estimate_s"), "waited_s": why.get("waited_s")}


def _fits(wanted: float | bool | Between, got: Any) -> bool:
    if isinstance(wanted, bool):
        return wanted == (got is not None)
    return got is not None and is_near(wanted, got)


def _shown(wanted: Any) -> Any:
    return told(wanted) if isinstance(wanted, Struct) else wanted


def offered_to(wanted: str | tuple[str, ...], view: View) -> Mismatch | None:
    if isinstance(wanted, str):
        return is_so("offered_to", wanted, view.instant.ringing)
    offers = view.world.story.offers[: view.instant.offers]
    return is_so("offered_to", list(wanted), offers)


def connected_to(wanted: str, view: View) -> Mismatch | None:
    return is_so("connected_to", wanted, view.instant.connected)


def answered_by(wanted: str, view: View) -> Mismatch | None:
    return is_so("answered_by", wanted, view.instant.answered_by)


def overflow(wanted: tuple[str, ...], view: View) -> Mismatch | None:
    """The contact centers that are asked now besides the dialogue's own."""
    found = view.instant.queued
    others = [center for center in found.asks if center != found.contact_center] if found is not None else []
    return is_so("overflow", sorted(wanted), sorted(others))


def on_hold(wanted: bool, view: View) -> Mismatch | None:
    return is_so("on_hold", wanted, view.instant.on_hold)


def why(wanted: str | Hears, view: View) -> Mismatch | None:
    """Only the floor as it is now can say why."""
    world = view.world
    found = world.board.floor.why_dialogue(world.story.dialogue, world.now_ms) or {}
    sentences = [f"{agent['agent']}: {reason}" for agent in found.get("agents", ()) for reason in agent["reasons"]]
    sentences += found.get("next", ())
    return None if words_match(wanted, sentences) else Mismatch("why", wanted, sentences)
