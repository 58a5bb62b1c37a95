"""Waiting: what happens to a dialogue between its enqueue and its agent, event by event."""

from flowengine.errors import EngineBug
from flowengine.floor.command import DialogueLeft, DialogueQueued, StartTimer
from flowengine.floor.entry import Entry
from flowengine.floor.event import DialogueAbandoned, DialogueEnqueued, DialogueUpdated, DialogueWithdrawn
from flowengine.floor.state import FloorState
from flowengine.floor.step import fill, join, leave, offer, place
from flowengine.floor.work import end_conversation


def enqueued(s: FloorState, event: DialogueEnqueued) -> None:
    """A dialogue wants an agent: it is offered, waits, or may not wait."""
    entry = Entry(event.dialogue, event.wait, event.contact_center, event.channel)
    present = s.entries.get(event.dialogue)
    if present is not None and present.id == entry.id:
        return
    if present is not None or event.dialogue in s.work:
        raise EngineBug(f"dialogue {event.dialogue} waits or talks already and was enqueued again")
    queue = s.queues.get(event.contact_center)
    if queue is None or not queue.settings.enabled or (event.when_unstaffed == "leave" and not is_staffed(s, event)):
        s.out.append(DialogueLeft(event.dialogue, event.contact_center, "no_agents"))
        return
    entry.requirements, entry.preferred, entry.enqueued_ms = event.requirements, event.preferred, s.at_ms
    agent = s.index.first_agent(entry)
    if agent is None and queue.is_full(event.max_waiting):
        s.out.append(DialogueLeft(event.dialogue, event.contact_center, "queue_full"))
        return
    entry.rank = (event.priority, s.at_ms - round(event.boost_s * 1000), s.next_sequence())
    s.entries[entry.dialogue] = entry
    s.touch_entry(entry)
    s.out.append(DialogueQueued(entry.dialogue, entry.contact_center, queue.position(entry.rank)))
    if event.max_wait_s is not None:
        entry.leave_by_ms = s.at_ms + round(event.max_wait_s * 1000)
        s.out.append(StartTimer("entry", entry.id, "max_wait", entry.leave_by_ms))
    if agent is None:
        s.just_queued = entry.dialogue
        join(s, entry)
    else:
        offer(s, entry, agent)


def is_staffed(s: FloorState, event: DialogueEnqueued) -> bool:
    """Whether anyone able is signed in, free or not."""
    defined = s.queues[event.contact_center].defined
    return any(
        a.signed_in and a.presence.intent != "offline" and a.meets(event.contact_center, event.requirements, defined)
        for a in s.agents.values()
    )


def abandoned(s: FloorState, event: DialogueAbandoned) -> None:
    """The caller is gone: wait, offer or conversation end in this step; wrap-up is the agent's own."""
    entry = s.entries.get(event.dialogue)
    if entry is not None:
        leave(s, entry, "abandoned", event.reason)
    elif event.dialogue in s.work:
        end_conversation(s, s.work[event.dialogue], event.reason)


def withdrawn(s: FloorState, event: DialogueWithdrawn) -> None:
    """The flow goes on without an agent; a conversation is not touched."""
    entry = s.entries.get(event.dialogue)
    if entry is not None:
        leave(s, entry, "left", event.reason)


def waited_enough(s: FloorState, entry: Entry) -> None:
    """`max_wait` is due; an accepted offer is let through, and if its media fails the dialogue leaves then."""
    entry.overdue = True
    s.touch_entry(entry)
    reservation = s.reservations.get(entry.reservation) if entry.reservation is not None else None
    if reservation is None or reservation.state == "pending":
        leave(s, entry, "timed_out")


def updated(s: FloorState, event: DialogueUpdated) -> None:
    """The wait goes on without the caller, in the same place; a conversation is not touched."""
    entry = s.entries.get(event.dialogue)
    if entry is None:
        return
    entry.leave_by_ms, entry.overdue = event.leave_by_ms, False
    entry.redial_ms = round(event.redial_s * 1000)
    s.touch_entry(entry)
    s.out.append(StartTimer("entry", entry.id, "max_wait", event.leave_by_ms))


def hold_over(s: FloorState, entry: Entry) -> None:
    """It was held back long enough: offered, or in line in its old place."""
    if not entry.held_until_ms:
        return
    entry.held_until_ms = 0
    s.touch_entry(entry)
    place(s, entry)


def exclusion_over(s: FloorState, entry: Entry, name: str) -> None:
    """An agent that declined may be asked again."""
    if entry.exclusions.pop(name, None) is None:
        return
    s.touch_entry(entry)
    agent = s.agents.get(name)
    if agent is not None and entry.line_key is not None:
        fill(s, agent)
