"""Coming: what will happen to a dialogue that waits, soonest first where times are known."""

from heapq import nsmallest

from flowengine.floor.agent import Agent
from flowengine.floor.reason import for_people, name_of, seconds, skills_of
from flowengine.floor.reason_count import lacks
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait
from flowengine.messages import Json

MOST_AGENTS = 5  # of whom it is told when something ends that keeps offers away
Coming = tuple[int | None, str, str]  # when, what, sentence without a subject

UNSTAFFED = {"skip": ", or goes on at once if nobody able is there", "leave": ", or leaves if nobody able is there"}


def timeline(s: FloorState, wait: Wait, at_ms: int) -> list[dict[str, Json]]:
    """{in_s, at_ms, what, sentence}; without a time what is true until something happens."""
    able = _able(s, wait)
    found = [_first(s, wait, able, at_ms)]
    found += _steps(s, wait, at_ms)
    found += [
        (until_ms, "exclusion", f"may be offered to {name_of(s, agent)} again in {for_people(until_ms - at_ms)}")
        for agent, until_ms in wait.exclusions.items()
    ]
    found += _agents(able, at_ms)
    if wait.leave_by_ms is not None:
        left = for_people(wait.leave_by_ms - at_ms)
        found.append((wait.leave_by_ms, "max_wait", f"leaves the queue unanswered in {left}"))
    found.sort(key=lambda item: (item[0] is not None, item[0] or 0, item[1], item[2]))
    return [
        {"in_s": None if when is None else seconds(when - at_ms), "at_ms": when, "what": what, "sentence": sentence}
        for when, what, sentence in found
    ]


def _first(s: FloorState, wait: Wait, able: list[Agent], at_ms: int) -> Coming:
    """What is going on now, or who is waited for."""
    offered = s.reservations.get(wait.reservation) if wait.reservation is not None else None
    if offered is not None and offered.state == "pending":
        left = for_people(offered.expires_ms - at_ms)
        return offered.expires_ms, "ring", f"rings at {name_of(s, offered.agent)} for {left} more, then is offered on"
    if offered is not None:
        return None, "connect", f"{name_of(s, offered.agent)} has accepted and is being connected"
    if wait.held_until_ms:
        left = for_people(wait.held_until_ms - at_ms)
        return wait.held_until_ms, "hold", f"is dialled again in {left} at the soonest"
    if not able:
        return None, "nobody", "nobody who can take it is signed in"
    if len(able) == 1:
        return None, "agent", f"is offered when {able[0].name}, the only one able who is signed in, becomes free"
    return None, "agent", f"is offered when one of {len(able)} able agents who are signed in becomes free"


def _able(s: FloorState, wait: Wait) -> list[Agent]:
    """Those who may take it as the present step asks, and are here."""
    found: dict[str, Agent] = {}
    for entry in wait.entries.values():
        queue = s.queues[entry.contact_center]
        for name in s.index.members(entry.contact_center):
            agent = s.agents[name]
            if agent.signed_in and name not in found and not lacks(queue, entry, agent):
                found[name] = agent
    return list(found.values())


def _steps(s: FloorState, wait: Wait, at_ms: int) -> list[Coming]:
    """The end of the time of the preferred agent, and the steps of the route plan that are still to come."""
    found: list[Coming] = []
    if wait.step == 0 and wait.step_due_ms:
        left = for_people(wait.step_due_ms - at_ms)
        found.append((wait.step_due_ms, "step", f"others than {name_of(s, wait.preferred or '')} are asked in {left}"))
    for number, step in enumerate(wait.steps, 2):
        if number <= max(1, wait.step):
            continue
        when = wait.begun_ms + step.after_ms
        asks = ", or ".join(
            f"{center} for {skills_of(asked)}" for center, asked in step.asks.items() if center in s.queues
        )
        priority = f" with priority {step.priority}" if step.priority != wait.priority else ""
        alone = UNSTAFFED.get(wait.when_unstaffed, "")
        sentence = f"asks {asks}{priority} in {for_people(when - at_ms)} (step {number}){alone}"
        found.append((when, "step", sentence))
    return found


def _agents(able: list[Agent], at_ms: int) -> list[Coming]:
    """When something ends that keeps able agents from it; the first few."""
    ends: list[tuple[int, str, Agent]] = []
    for agent in able:
        if agent.blocked_until_ms:
            ends.append((agent.blocked_until_ms, "unblock", agent))
        ends += [
            (reservation.wrap_up_until_ms, "wrap_up", agent)
            for reservation in agent.reservations.values()
            if reservation.state == "wrapping" and reservation.wrap_up_until_ms
        ]
    last = max(nsmallest(MOST_AGENTS, (when for when, _, _ in ends)), default=0)
    found = [(when, what, _ends(what, agent, when - at_ms)) for when, what, agent in ends if when <= last]
    return [*sorted(found, key=lambda item: (item[0], item[2]))[:MOST_AGENTS]]


def _ends(what: str, agent: Agent, in_ms: int) -> str:
    left = for_people(in_ms)
    if what == "unblock":
        return f"{agent.name}, who did not answer, may be asked again in {left}"
    return f"{agent.name} ends the wrap-up in {left} at the latest"
