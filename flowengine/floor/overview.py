"""Overview: what screens and flows read of the floor: queues with their lines, places, and agents at work."""

from collections.abc import Iterator
from heapq import nsmallest

from flowengine.floor.agent import Agent
from flowengine.floor.command import AgentState
from flowengine.floor.estimate import Estimate
from flowengine.floor.event import WHOLE
from flowengine.floor.pool import of_entry, of_newcomer
from flowengine.floor.queue import Queue
from flowengine.floor.reason import unavailable
from flowengine.floor.reservation import Reservation
from flowengine.floor.state import FloorState
from flowengine.floor.wait import Wait
from flowengine.messages import Json

MOST_SHOWN = 50
LOOKED_AT = 200  # of a longer line the oldest is looked for among so many that are served first


def state_of(wait: Wait) -> str:
    """One word: queued, offered, or held until its caller is dialled again."""
    if wait.reservation is not None:
        return "offered"
    return "held" if wait.held_until_ms else "queued"


def position_of(s: FloorState, wait: Wait, contact_center: str) -> int:
    """The place in a contact center's line, 1 for who is next; who is offered or held has the one it would have."""
    queue = s.queues[contact_center]
    return queue.position(wait.entries[contact_center].fresh_key(queue.settings.weight))


def place(s: FloorState, dialogue: str) -> dict[str, Json] | None:
    """See `Floor.place`."""
    wait = s.waits.get(dialogue)
    if wait is None:
        return None
    return {"position": position_of(s, wait, wait.home), **told(of_entry(s, wait.entry))}


def told(found: Estimate | None) -> dict[str, Json]:
    """An estimate as flows and screens read it."""
    mean_s, p90_s = found or (None, None)
    return {"estimated_wait_s": mean_s, "estimated_p90_s": p90_s}


def queue_figures(s: FloorState, contact_center: str, at_ms: int) -> dict[str, Json]:
    """See `Floor.queue`; a contact center that is not known has nobody. The estimate is for one who calls now, and whom
    every agent of the contact center may take."""
    queue = s.queues.get(contact_center)
    if queue is None:
        return {"waiting": 0, "oldest_wait_s": 0, "agents_available": 0, "agents_staffed": 0, **told(None)}
    here, waiting = s.index.here(contact_center), queue.line.size
    found = Estimate(0, 0) if here.free and not waiting else of_newcomer(s, contact_center, at_ms)
    return {
        "waiting": waiting,
        "oldest_wait_s": _oldest_s(s, queue, at_ms),
        "agents_available": here.free,
        "agents_staffed": here.staffed,
        **told(found),
    }


def _oldest_s(s: FloorState, queue: Queue, at_ms: int) -> int:
    waits = [s.standing[key].wait for key in queue.line.head(LOOKED_AT)]
    return max(0, at_ms - min((wait.begun_ms - wait.waited_ms for wait in waits), default=at_ms)) // 1000


def waited_s(wait: Wait, at_ms: int) -> int:
    """Whole seconds that the dialogue has waited, over all its waits."""
    return max(0, wait.waited(at_ms)) // 1000


def line(s: FloorState, contact_center: str, at_ms: int) -> list[dict[str, Json]]:
    """The first who wait for a contact center's agents, those who are offered or held among them, in order."""
    queue = s.queues.get(contact_center)
    if queue is None:
        return []
    weight = queue.settings.weight
    waits = [s.standing[key].wait for key in queue.line.head(MOST_SHOWN)]
    waits += [wait for wait in s.aside.values() if contact_center in wait.entries]
    waits.sort(key=lambda wait: wait.entries[contact_center].fresh_key(weight))
    return [_line_row(s, wait, contact_center, at_ms) for wait in waits[:MOST_SHOWN]]


def _line_row(s: FloorState, wait: Wait, contact_center: str, at_ms: int) -> dict[str, Json]:
    offered = s.reservations.get(wait.reservation) if wait.reservation is not None else None
    return {
        "dialogue": wait.dialogue,
        "position": position_of(s, wait, contact_center),
        "waited_s": waited_s(wait, at_ms),
        "requirements": dict(wait.entries[contact_center].requirements),
        "step": wait.step,
        "priority": wait.priority,
        "channel": wait.channel,
        "home": wait.home,
        "state": state_of(wait),
        "agent": None if offered is None else offered.agent,
    }


def agent_view(s: FloorState, name: str, at_ms: int) -> dict[str, Json]:
    """One agent for desk and wallboard."""
    agent = s.agents[name]
    presence = agent.presence
    return {
        "agent": name,
        "signed_in": agent.signed_in,
        "state": agent.state(),
        "since_ms": agent.since_ms,
        "intent": presence.intent,
        "reason": presence.reason,
        "next_intent": presence.next_intent,
        "next_reason": presence.next_reason,
        "blocked_until_ms": agent.blocked_until_ms,
        "devices": {device: report.presence for device, report in presence.devices.items()},
        "reasons": reasons_of(agent, at_ms),
        "load": agent.load,
        "contact_centers": list(agent.memberships),
        "reservations": [reservation_view(r) for r in agent.reservations.values()],
    }


def agents_of(s: FloorState, contact_center: str, after: str, first: int) -> tuple[list[str], int]:
    """The first members of a contact center whose names come after `after`, and how many there are in all; "": agents
    of any. One walk over their names."""
    known = s.index.members(contact_center) if contact_center else s.agents
    return nsmallest(first, (name for name in known if name > after)), len(known)


def states(s: FloorState) -> Iterator[tuple[str, AgentState]]:
    """The state word of each who is signed in or still works."""
    for agent in s.agents.values():
        word = agent.state()
        if word != "signed_out":
            yield agent.id, word


def reasons_of(agent: Agent, at_ms: int) -> list[str]:
    """Why the agent gets no offer of any kind now, as sentences without a subject."""
    found = [reason.sentence for reason in unavailable(agent, at_ms)]
    if agent.load >= WHOLE and not agent.is_wrapping() and agent.signed_in:
        found.append("is in a conversation" if agent.is_working() else "has an open offer")
    return found


def reservation_view(r: Reservation) -> dict[str, Json]:
    """One live reservation."""
    return {
        "reservation": r.id, "dialogue": r.dialogue, "contact_center": r.contact_center, "home": r.home,
        "channel": r.channel, "requirements": dict(r.requirements), "waited_ms": r.waited_ms,
        "state": r.state, "held": r.held_since_ms > 0, "created_ms": r.created_ms, "expires_ms": r.expires_ms,
        "connected_ms": r.connected_ms, "wrap_up_until_ms": r.wrap_up_until_ms,
    }  # fmt: skip  # one line per thought
