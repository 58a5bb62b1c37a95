"""Why: where a dialogue stands, which agent could take it or why not, and what comes next; in words for people."""

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry
from flowengine.floor.estimate import Estimate, estimate
from flowengine.floor.reservation import CAPACITY, COST, Reservation
from flowengine.floor.state import FloorState
from flowengine.messages import Json

MOST_AGENTS_SHOWN = 50


def why_dialogue(s: FloorState, dialogue: str, at_ms: int) -> dict[str, Json] | None:
    """See `Floor.why_dialogue`."""
    entry = s.entries.get(dialogue)
    if entry is None:
        held = s.work.get(dialogue)
        return None if held is None else _why_connected(s, held)
    spot = place(s, dialogue) or {}
    left_ms = None if entry.leave_by_ms is None else max(0, entry.leave_by_ms - at_ms)
    return {
        "state": "queued" if entry.reservation is None else "offered",
        "contact_center": entry.contact_center,
        "position": spot["position"],
        "waiting": len(s.queues[entry.contact_center].line),
        "waited_s": max(0, at_ms - entry.enqueued_ms) // 1000,
        "requirements": dict(entry.requirements),
        "priority": entry.rank[0],
        "max_wait_s_left": None if left_ms is None else _seconds(left_ms),
        "estimate_s": spot["estimated_wait_s"],
        "agents": agents_for(s, entry, at_ms),
        "next": next_steps(s, entry, at_ms),
    }


def _why_connected(s: FloorState, held: Reservation) -> dict[str, Json]:
    return {
        "state": "connected", "contact_center": held.contact_center, "position": 0, "waiting": 0, "waited_s": 0,
        "requirements": {}, "priority": 0, "max_wait_s_left": None, "estimate_s": None, "agents": [],
        "next": [f"talks with {_name(s, held.agent)} until one of them ends it"],
    }  # fmt: skip  # one line per thought


def agents_for(s: FloorState, entry: Entry, at_ms: int) -> list[dict[str, Json]]:
    """Members of the contact center: the able first, then those with the fewest reasons against them."""
    members = [a for a in s.agents.values() if entry.contact_center in a.memberships]
    rows: list[tuple[bool, int, str, dict[str, Json]]] = []
    for agent in members:
        lacking = _lacking(s, entry, agent)
        reasons = [*lacking, *_busy_reasons(entry, agent, at_ms)]
        row = {"agent": agent.id, "state": agent.state(), "able": not lacking, "reasons": reasons}
        rows.append((bool(lacking), len(reasons), agent.id, row))
    rows.sort(key=lambda item: item[:3])
    return [item[3] for item in rows[:MOST_AGENTS_SHOWN]]


def _lacking(s: FloorState, entry: Entry, agent: Agent) -> list[str]:
    """The requirements that the agent does not meet."""
    levels, found = agent.memberships[entry.contact_center], []
    for skill, least in entry.requirements.items():
        if skill not in s.queues[entry.contact_center].defined:
            found.append(f"{skill} is not a skill of {entry.contact_center}")
        elif skill not in levels:
            found.append(f"has no {skill}, needs {least}")
        elif levels[skill] < least:
            found.append(f"has {skill} {levels[skill]}, needs {least}")
    return found


def _busy_reasons(entry: Entry, agent: Agent, at_ms: int) -> list[str]:
    """Why an able agent does not take it now."""
    if any(r.dialogue == entry.dialogue and r.state in ("pending", "accepted") for r in agent.reservations.values()):
        return ["is offered this dialogue"]
    found = agent.reasons(at_ms, COST[entry.channel])
    if agent.id in entry.exclusions:
        found.append(f"declined this dialogue, may be asked again in {_for_people(entry.exclusions[agent.id] - at_ms)}")
    return found


def next_steps(s: FloorState, entry: Entry, at_ms: int) -> list[str]:
    """Sentences without a subject about what will happen to the dialogue, soonest first where times are known."""
    timed: list[tuple[int, str]] = []
    found: list[str] = []
    offered = s.reservations.get(entry.reservation) if entry.reservation is not None else None
    if offered is not None and offered.state == "pending":
        left = _for_people(offered.expires_ms - at_ms)
        ringing = f"rings at {_name(s, offered.agent)} for {left} more, then is offered on"
        timed.append((offered.expires_ms, ringing))
    elif offered is not None:
        found.append(f"{_name(s, offered.agent)} has accepted and is being connected")
    else:
        found.append(_who_comes(s, entry))
    timed += [
        (until_ms, f"may be offered to {_name(s, agent)} again in {_for_people(until_ms - at_ms)}")
        for agent, until_ms in entry.exclusions.items()
    ]
    if entry.leave_by_ms is not None:
        timed.append((entry.leave_by_ms, f"leaves the queue unanswered in {_for_people(entry.leave_by_ms - at_ms)}"))
    return found + [sentence for _, sentence in sorted(timed)]


def _who_comes(s: FloorState, entry: Entry) -> str:
    able = _able(s, entry)
    if not able:
        return "nobody who can take it is signed in"
    if len(able) == 1:
        return f"is offered when {able[0].name}, the only one able who is signed in, becomes free"
    return f"is offered when one of {len(able)} able agents who are signed in becomes free"


def _able(s: FloorState, entry: Entry) -> list[Agent]:
    defined = s.queues[entry.contact_center].defined
    return [
        a for a in s.agents.values() if a.signed_in and a.meets(entry.contact_center, entry.requirements, defined)
    ]  # fmt: skip  # one thought


def _seconds(ms: int) -> int:
    """Whole seconds, rounded up, never negative."""
    return max(0, -(-ms // 1000))


def _for_people(ms: int) -> str:
    """Seconds below two minutes, then whole minutes, rounded up."""
    seconds = _seconds(ms)
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} min"


def _name(s: FloorState, agent: str) -> str:
    return s.agents[agent].name if agent in s.agents else agent


def place(s: FloorState, dialogue: str) -> dict[str, Json] | None:
    """See `Floor.place`."""
    entry = s.entries.get(dialogue)
    if entry is None:
        return None
    queue = s.queues[entry.contact_center]
    position = queue.position(entry.rank)
    slots = sum(CAPACITY // COST[entry.channel] for a in _able(s, entry) if a.presence.intent == "available")
    found = estimate(queue.figures, position - 1, slots)
    return {"position": position, **_told(found)}


def _told(found: Estimate | None) -> dict[str, Json]:
    """An estimate as flows and screens read it."""
    mean_s, p90_s = found or (None, None)
    return {"estimated_wait_s": mean_s, "estimated_p90_s": p90_s}


def queue_figures(s: FloorState, contact_center: str, at_ms: int) -> dict[str, Json]:
    """See `Floor.queue`; a contact center that is not known has nobody."""
    queue = s.queues.get(contact_center)
    members = [a for a in s.agents.values() if contact_center in a.memberships and a.signed_in]
    since = [s.entries[key[3]].enqueued_ms for key in queue.line] if queue is not None else []
    slots = sum(a.presence.intent == "available" for a in members)
    available = sum(a.is_routable() for a in members)
    found = None if queue is None else estimate(queue.figures, len(since), slots)
    return {
        "waiting": len(since),
        "oldest_wait_s": max(0, at_ms - min(since)) // 1000 if since else 0,
        "agents_available": available,
        "agents_staffed": len(members),
        **_told(Estimate(0, 0) if available and not since else found),
    }


def agent_view(s: FloorState, name: str, at_ms: int) -> dict[str, Json]:
    """One agent for desk and wallboard."""
    agent = s.agents[name]
    presence = agent.presence
    return {
        "agent": name,
        "signed_in": agent.signed_in,
        "state": agent.state(),
        "intent": presence.intent,
        "reason": presence.reason,
        "next_intent": presence.next_intent,
        "reasons": agent.reasons(at_ms),
        "contact_centers": list(agent.memberships),
        "reservations": [_reservation_view(r) for r in agent.reservations.values()],
    }


def _reservation_view(r: Reservation) -> dict[str, Json]:
    return {
        "reservation": r.id, "dialogue": r.dialogue, "contact_center": r.contact_center, "channel": r.channel,
        "state": r.state, "created_ms": r.created_ms, "expires_ms": r.expires_ms, "connected_ms": r.connected_ms,
        "wrap_up_until_ms": r.wrap_up_until_ms,
    }  # fmt: skip  # one line per thought


def why_agent(s: FloorState, name: str, at_ms: int) -> dict[str, Json] | None:
    """See `Floor.why_agent`: the first that wait in its contact centers, each with the reasons against it."""
    agent = s.agents.get(name)
    if agent is None:
        return None
    waiting = []
    for contact_center in agent.memberships:
        queue = s.queues.get(contact_center)
        for key in queue.line[:MOST_AGENTS_SHOWN] if queue is not None else ():
            entry = s.entries[key[3]]
            reasons = [*_lacking(s, entry, agent), *_busy_reasons(entry, agent, at_ms)]
            waiting.append((key, {"dialogue": entry.dialogue, "contact_center": contact_center, "reasons": reasons}))
    waiting.sort(key=lambda item: item[0])
    return {**agent_view(s, name, at_ms), "waiting": [row for _, row in waiting[:MOST_AGENTS_SHOWN]]}
