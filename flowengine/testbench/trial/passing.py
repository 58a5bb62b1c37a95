"""The clock of a draft that is tried: passed over to what happens next, or moved to an hour, as steps of a case."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flowengine.testbench.expectation import nodes_here
from flowengine.testbench.result import StepFailed
from flowengine.testbench.trial.walk import Act
from flowengine.testbench.world import World

LONGEST_MS = 604_800_000
TOO_LONG = "Time moves on by a week at most; move it twice, or begin at another time."


def pass_to(world: World, act: Act) -> None:
    """Time passes. Raises StepFailed."""
    world.story.begin_act()
    try:
        if act.skip:
            _skip(world)
        else:
            world.pass_until(_moment(world, act.to))
    finally:  # what is missing on the way is missing at this time
        world.story.end_passing(world.now_ms)


def _skip(world: World) -> None:
    """Pass the time to the next thing that a caller, an agent or an author would notice."""
    before, until_ms = noticed(world), world.now_ms + LONGEST_MS
    if world.happens_ms() is None:
        raise StepFailed("Nothing happens any more by itself: somebody has to act.")
    while noticed(world) == before:
        soonest = world.happens_ms()
        if soonest is None or soonest > until_ms:
            return
        world.pass_until(soonest)


def noticed(world: World) -> tuple[Any, ...]:
    """What would be noticed, to be compared."""
    now = world.story.now
    state = now.state
    return state.status, nodes_here(state), state.wait, now.heard, now.ringing, now.connected


def zone_of(world: World) -> ZoneInfo:
    """The time zone whose hours the dialogue goes by."""
    directory = world.board.around.directory
    center = directory.contact_centers.get(world.story.now.state.contact_center or world.scene.contact_center)
    return ZoneInfo((center.time_zone if center else "") or directory.tenant.time_zone)


def _moment(world: World, text: str) -> int:
    try:
        to = datetime.fromisoformat(text)
    except ValueError:
        raise StepFailed(f"“{text}” is not a time; write it like 2026-03-02 10:00.") from None
    at_ms = round((to if to.tzinfo else to.replace(tzinfo=zone_of(world))).timestamp() * 1000)
    if at_ms <= world.now_ms:
        raise StepFailed("That time is over; begin again to go back.")
    if at_ms - world.now_ms > LONGEST_MS:
        raise StepFailed(TOO_LONG)
    return at_ms
