"""Route: the steps of a route plan are entered in their time, each wider than the one before."""

from collections.abc import Callable
from typing import TypeAlias

from flowengine.floor.agent import Agent
from flowengine.floor.command import CancelTimer, DialogueRequeued, LeftReason, StartTimer, StepEntered
from flowengine.floor.event import DialogueEnqueued
from flowengine.floor.in_line import first_key, step_out
from flowengine.floor.plan import plan_steps
from flowengine.floor.reservation import Reservation
from flowengine.floor.state import FloorState
from flowengine.floor.step import leave, place, rescind
from flowengine.floor.wait import Wait

Then: TypeAlias = Callable[[FloorState, Wait], None]  # what is done with a wait that may be offered again
LEAVES_DIRECT: dict[str, LeftReason] = {
    "declined": "rejected", "no_answer": "no_answer", "connect_failed": "failed", "agent_gone": "failed",
}  # fmt: skip  # one line per thought


def open_plan(s: FloorState, wait: Wait, event: DialogueEnqueued) -> None:
    """Ask whom the wait asks at first; what comes later is worked out, and known to the contact centers."""
    s.learn(wait.home, event.requirements)
    if event.route_plan:
        wait.steps = plan_steps(event)
        for step in wait.steps:
            for contact_center, requirements in step.asks.items():
                s.learn(contact_center, requirements)
        _ask(s, wait, _due(s, wait))
    if event.preferred and event.preferred_s > 0 and event.preferred not in wait.exclusions:
        _ask_only(s, wait, event.preferred)
        if is_staffed(s, wait):
            wait.step, wait.step_due_ms = 0, s.at_ms + round(event.preferred_s * 1000)
            return
        _ask_only(s, wait, None)
    if wait.when_unstaffed == "skip":
        _skip(s, wait)
    wait.step_due_ms = _next_due_ms(wait)


def is_staffed(s: FloorState, wait: Wait) -> bool:
    """Whether anybody able is here for any entry of the wait, free or not."""
    return any(s.index.is_staffed(entry) for entry in wait.entries.values())


def tell_step(s: FloorState, wait: Wait) -> None:
    """Who is asked now, for what, and how urgently."""
    asks = {entry.contact_center: entry.requirements for entry in wait.entries.values()}
    s.out.append(StepEntered(wait.dialogue, wait.step, asks, wait.priority))


def step_due(s: FloorState, wait: Wait) -> None:
    """The timer of the next step ran."""
    if wait.step_due_ms:
        wait.step_due_ms = 0
        widen(s, wait)


def widen(s: FloorState, wait: Wait, then: Then = place) -> None:
    """Enter the step whose time has come: a ringing offer goes on, who waits in line is looked at anew."""
    is_waiting, timed = wait.reservation is None and not wait.held_until_ms, wait.step_due_ms
    step_out(s, wait)
    _ask_only(s, wait, None)
    _ask(s, wait, max(wait.step, _due(s, wait)))
    if is_waiting and wait.when_unstaffed == "skip":
        _skip(s, wait)
    wait.step_due_ms = _next_due_ms(wait)
    if wait.step_due_ms:
        s.out.append(StartTimer("entry", wait.id, "step", wait.step_due_ms))
    elif timed:
        s.out.append(CancelTimer("entry", wait.id, "step"))
    s.touch_wait(wait)
    tell_step(s, wait)
    if not is_waiting:
        return
    if wait.when_unstaffed == "leave" and not is_staffed(s, wait):
        leave(s, wait, "no_agents")
    else:
        then(s, wait)


def widen_deserted(s: FloorState, agent: Agent) -> None:
    """Who waits for this agent alone, and will not get him, asks others at once."""
    alone = s.index.alone(agent)
    for wait in sorted(alone, key=lambda wait: first_key(s, wait)) if alone else ():
        if wait.step == 0 and not is_staffed(s, wait):
            widen(s, wait)


def _due(s: FloorState, wait: Wait) -> int:
    """The last step whose time has come."""
    elapsed_ms = s.at_ms - wait.begun_ms
    return 1 + sum(step.after_ms <= elapsed_ms for step in wait.steps)


def _next_due_ms(wait: Wait) -> int:
    return wait.begun_ms + wait.steps[wait.step - 1].after_ms if wait.step <= len(wait.steps) else 0


def _skip(s: FloorState, wait: Wait) -> None:
    """Go on to the first step with somebody able; the last one stays whoever is here."""
    while wait.step <= len(wait.steps) and not is_staffed(s, wait):
        _ask(s, wait, wait.step + 1)


def _ask(s: FloorState, wait: Wait, number: int) -> None:
    """Ask what the step asks; the wait must not stand in line. A contact center that is not there takes nobody."""
    wait.step = number
    if number < 2:
        return
    step = wait.steps[number - 2]
    wait.priority = step.priority
    for contact_center, requirements in step.asks.items():
        entry = wait.entries.get(contact_center)
        if entry is not None:
            if entry.requirements != requirements:
                s.index.drop(entry)
                entry.requirements = requirements
            continue
        queue = s.queues.get(contact_center)
        if queue is not None and queue.settings.enabled:
            wait.add(contact_center, requirements)


def _ask_only(s: FloorState, wait: Wait, agent: str | None) -> None:
    for entry in wait.entries.values():
        if entry.only != agent:
            s.index.drop(entry)
            entry.only = agent


def requeue(s: FloorState, wait: Wait, reason: str, then: Then = place) -> None:
    """The offer failed: the dialogue is offered on, or stands in line with its old key; its time goes on."""
    wait.reservation = None
    is_held = reason == "connect_failed" and wait.redial_ms > 0
    if wait.overdue:
        leave(s, wait, "timed_out")
        return
    if wait.direct and not is_held:
        leave(s, wait, LEAVES_DIRECT[reason])
        return
    if is_held:  # the timer first: whoever hears of the rest may end the wait
        wait.held_until_ms = s.at_ms + wait.redial_ms
        s.touch_wait(wait)
        s.out.append(StartTimer("entry", wait.id, "hold", wait.held_until_ms))
    s.out.append(DialogueRequeued(wait.dialogue, wait.home, reason))
    if is_held:
        return
    if wait.step == 0:  # whom it should have been was asked, and does not take it
        widen(s, wait, then)
    else:
        then(s, wait)


def withdraw_offers(s: FloorState, agent: Agent) -> None:
    """The agent is not to be asked any more: unanswered offers go to others. The agent must not be routable."""
    take_back(s, [r for r in agent.reservations.values() if r.state == "pending"])


def pass_on_unmet(s: FloorState, agent: Agent) -> None:
    """Offers whose requirements the agent no longer meets go to others."""
    take_back(s, unmet(s, agent))


def unmet(s: FloorState, agent: Agent) -> list[Reservation]:
    """Unanswered offers that would not be made to the agent now."""
    pending = [r for r in agent.reservations.values() if r.state == "pending"]
    asked = {r.id: s.waits[r.dialogue].entries[r.contact_center].requirements for r in pending}
    return [
        r
        for r in pending
        if not agent.meets(r.contact_center, asked[r.id], s.queues[r.contact_center].defined)
    ]  # fmt: skip  # one thought


def take_back(s: FloorState, reservations: list[Reservation], then: Then = place) -> None:
    """Offers that are not meant for their agents any more are made to others, who was first before who came later."""
    for wait in sorted((s.waits[r.dialogue] for r in reservations), key=lambda wait: first_key(s, wait)):
        rescind(s, s.work[wait.dialogue], "canceled")
        requeue(s, wait, "agent_gone", then)
