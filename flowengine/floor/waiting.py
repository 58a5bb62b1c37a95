"""Waiting: what happens to a dialogue between its enqueue and its agent, event by event."""

from flowengine.errors import EngineBug
from flowengine.floor import plan
from flowengine.floor.agent import Agent
from flowengine.floor.command import DialogueLeft, DialogueQueued, LeftReason, StartTimer
from flowengine.floor.event import DialogueAbandoned, DialogueEnqueued, DialogueUpdated, DialogueWithdrawn
from flowengine.floor.in_line import join
from flowengine.floor.resume import take_place
from flowengine.floor.route import is_staffed, open_plan, tell_step, widen
from flowengine.floor.state import FloorState
from flowengine.floor.step import fill, leave, offer, place
from flowengine.floor.tally import count_left, count_wait
from flowengine.floor.wait import Wait, wait_from
from flowengine.floor.work import end_conversation


def enqueued(s: FloorState, event: DialogueEnqueued) -> None:
    """A dialogue wants an agent: it is offered, waits, or may not wait."""
    present = s.waits.get(event.dialogue)
    if present is not None and (present.number, present.home) == (event.wait, event.contact_center):
        return
    if present is not None or event.dialogue in s.work:
        raise EngineBug(f"dialogue {event.dialogue} waits or talks already and was enqueued again")
    plan.check(event)
    wait = wait_from(event, s.at_ms)
    count_wait(s, "enqueued", wait)
    queue = s.queues.get(wait.home)
    if event.direct:
        _ask_directly(s, wait, event)
    elif queue is None or not queue.settings.enabled:
        _turn_away(s, wait, "no_agents")
    else:
        _ask(s, wait, event)


def _ask(s: FloorState, wait: Wait, event: DialogueEnqueued) -> None:
    decline_ms = round(s.queues[wait.home].settings.decline_s * 1000)
    if event.barred and decline_ms > 0:
        wait.exclusions[event.barred] = s.at_ms + decline_ms
    open_plan(s, wait, event)
    if event.when_unstaffed == "leave" and not is_staffed(s, wait):
        _turn_away(s, wait, "no_agents")
        return
    found = s.index.first_agent(wait)
    if found is None and s.queues[wait.home].is_full(event.max_waiting):
        _turn_away(s, wait, "queue_full")
        return
    _begin(s, wait, event)
    if found is None:
        s.just_queued = wait.dialogue
        join(s, wait)
    else:
        offer(s, *found)


def _ask_directly(s: FloorState, wait: Wait, event: DialogueEnqueued) -> None:
    """This agent or nobody, and at once."""
    wait.entry.only = event.direct
    agent = s.agents.get(event.direct)
    if agent is None or not agent.signed_in or wait.home not in s.queues or wait.home not in agent.memberships:
        _turn_away(s, wait, "failed")
    elif not is_free(s, wait, agent):
        _turn_away(s, wait, "busy")
    else:
        _begin(s, wait, event)
        offer(s, wait.entry, agent)


def is_free(s: FloorState, wait: Wait, agent: Agent) -> bool:
    """Whether the agent can be asked directly, now."""
    return agent.is_routable() and agent.has_room(wait.channel, s.queues[wait.home].capacity(wait.channel))


def _turn_away(s: FloorState, wait: Wait, reason: LeftReason) -> None:
    """It does not come to a wait."""
    for entry in wait.entries.values():
        s.index.drop(entry)
    s.out.append(DialogueLeft(wait.dialogue, wait.home, reason, waited_ms=wait.waited_ms))
    count_left(s, reason, wait)
    wait.entries = {}


def _begin(s: FloorState, wait: Wait, event: DialogueEnqueued) -> None:
    """The wait has a place, from now on or kept from before."""
    kept = take_place(s, wait.home, wait.resume_key) if wait.resume_key else None
    if event.place is not None:
        wait.enqueued_ms, wait.sequence = event.place
    elif kept is not None:
        wait.enqueued_ms, wait.sequence = kept.enqueued_ms, kept.sequence
        count_wait(s, "resumed", wait)
    else:
        wait.enqueued_ms, wait.sequence = s.at_ms, s.next_sequence()
    s.waits[wait.dialogue] = wait
    s.touch_wait(wait)
    queue = s.queues[wait.home]
    position = queue.position(wait.entry.fresh_key(queue.settings.weight))
    s.out.append(DialogueQueued(wait.dialogue, wait.home, position))
    if event.max_wait_s is not None:
        wait.leave_by_ms = s.at_ms + round(event.max_wait_s * 1000)
        s.out.append(StartTimer("entry", wait.id, "max_wait", wait.leave_by_ms))
    if wait.step_due_ms:
        s.out.append(StartTimer("entry", wait.id, "step", wait.step_due_ms))
    for agent, until_ms in wait.exclusions.items():
        s.out.append(StartTimer("entry", wait.id, f"exclusion:{agent}", until_ms))
    if wait.step != 1:
        tell_step(s, wait)


def abandoned(s: FloorState, event: DialogueAbandoned) -> None:
    """The caller is gone: wait, offer or conversation end in this step; wrap-up is the agent's own."""
    wait = s.waits.get(event.dialogue)
    if wait is not None:
        leave(s, wait, "abandoned", event.reason)
    elif event.dialogue in s.work:
        end_conversation(s, s.work[event.dialogue], event.reason)


def withdrawn(s: FloorState, event: DialogueWithdrawn) -> None:
    """The flow goes on without an agent; a conversation is not touched."""
    wait = s.waits.get(event.dialogue)
    if wait is not None:
        leave(s, wait, "left", event.reason)


def waited_enough(s: FloorState, wait: Wait) -> None:
    """`max_wait` is due; an accepted offer is let through, and if its media fails the dialogue leaves then."""
    if wait.leave_by_ms is None or wait.overdue:
        return
    wait.overdue = True
    s.touch_wait(wait)
    reservation = s.reservations.get(wait.reservation) if wait.reservation is not None else None
    if reservation is None or reservation.state == "pending":
        leave(s, wait, "timed_out")


def updated(s: FloorState, event: DialogueUpdated) -> None:
    """The wait goes on without the caller, in the same place; a conversation is not touched."""
    wait = s.waits.get(event.dialogue)
    if wait is None:
        return
    wait.leave_by_ms, wait.overdue = event.leave_by_ms, False
    wait.redial_ms = round(event.redial_s * 1000)
    s.touch_wait(wait)
    s.out.append(StartTimer("entry", wait.id, "max_wait", event.leave_by_ms))


def hold_over(s: FloorState, wait: Wait) -> None:
    """It was held back long enough: offered, or in line in its old place."""
    if not wait.held_until_ms:
        return
    wait.held_until_ms = 0
    s.touch_wait(wait)
    if wait.step == 0 and not is_staffed(s, wait):  # whom it waits for alone went meanwhile
        widen(s, wait)
        return
    if not wait.direct:
        place(s, wait)
        return
    agent = s.agents.get(wait.direct)
    if agent is None or not agent.signed_in or wait.home not in agent.memberships:
        leave(s, wait, "failed")
    elif is_free(s, wait, agent):
        offer(s, wait.entry, agent)
    else:
        leave(s, wait, "busy")


def exclusion_over(s: FloorState, wait: Wait, name: str) -> None:
    """An agent that declined may be asked again."""
    if wait.exclusions.pop(name, None) is None:
        return
    s.touch_wait(wait)
    agent = s.agents.get(name)
    if agent is not None and wait.is_in_line():
        fill(s, agent)
