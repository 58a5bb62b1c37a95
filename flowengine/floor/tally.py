"""Tally: the facts that reports add up, each told once when it is known."""

from flowengine.floor.command import Count, Counted
from flowengine.floor.reservation import Reservation
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait

WAIT_ENDS: dict[str, Count] = {
    "abandoned": "abandoned", "timed_out": "timed_out", "no_agents": "no_agents", "queue_full": "queue_full",
}  # fmt: skip  # every other word is `left`


def count_wait(s: FloorState, what: Count, wait: Wait) -> None:
    """Of the wait as a whole, by the skills that it asked for at first; `ms` is the wait so far, over all waits."""
    s.out.append(Counted(what, wait.home, wait.home, wait.channel, wait.skills, "", wait.waited(s.at_ms), wait.test))


def count_left(s: FloorState, reason: str, wait: Wait) -> None:
    """The wait ended without an agent."""
    count_wait(s, WAIT_ENDS.get(reason, "left"), wait)


def count_answered(s: FloorState, wait: Wait, reservation: Reservation) -> None:
    """Caller and agent hear each other; the agent may be another contact center's."""
    center, agent, ms = reservation.contact_center, reservation.agent, wait.waited(s.at_ms)
    s.out.append(Counted("answered", center, wait.home, wait.channel, wait.skills, agent, ms, wait.test))
    if center != wait.home:
        s.out.append(Counted("overflowed", center, wait.home, wait.channel, wait.skills, agent, ms, wait.test))


def count_work(s: FloorState, what: Count, reservation: Reservation, ms: int = 0) -> None:
    """Of one reservation, by the skills that its contact center was asked for."""
    asked = reservation.requirements
    skills = tuple(sorted(asked)) if len(asked) > 1 else tuple(asked)
    s.out.append(Counted(
        what, reservation.contact_center, reservation.home, reservation.channel, skills, reservation.agent, ms,
        reservation.test,
    ))  # fmt: skip  # one line per thought
